import { defineConfig, type Project } from "@playwright/test";

// Every file runs four times: with script and without, in Arabic on a phone and in English on a desktop.
// Only what needs the browser client by its nature (*.hydrate.spec.ts) is left out where script is off.
const clients = [
  { name: "script", javaScriptEnabled: true },
  { name: "noscript", javaScriptEnabled: false, testIgnore: "**/*.hydrate.spec.ts" },
];

const devices = [
  {
    name: "ar-phone",
    language: "ar",
    locale: "ar-PS",
    viewport: { width: 360, height: 740 },
    hasTouch: true,
    isMobile: true,
  },
  {
    name: "en-desktop",
    language: "en",
    locale: "en-GB",
    viewport: { width: 1280, height: 800 },
  },
];

// Chromium looks for its maker's servers at every start; a test talks to our server and to nobody else.
const quietChromium = [
  "--no-sandbox",
  "--disable-dev-shm-usage",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

const projects: Project[] = clients.flatMap(({ name: client, testIgnore, javaScriptEnabled }) =>
  devices.map(({ name: device, language, ...use }) => ({
    name: `${client}-${device}`,
    testIgnore,
    metadata: { language, script: javaScriptEnabled },
    use: { ...use, javaScriptEnabled },
  })),
);

export default defineConfig({
  testDir: "tests",
  outputDir: "test-results",
  fullyParallel: true,
  workers: 2,
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  timeout: 30_000,
  reporter: [["list"], ["./summary.ts"]],
  projects,
  use: {
    baseURL: process.env.E2E_BASE_URL ?? "http://127.0.0.1:3000",
    timezoneId: "Asia/Hebron",
    screenshot: "only-on-failure",
    trace: "retain-on-failure",
    launchOptions: {
      executablePath: process.env.CHROMIUM_PATH ?? "/usr/bin/chromium",
      args: quietChromium,
    },
  },
});
