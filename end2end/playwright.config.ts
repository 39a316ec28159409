import { defineConfig, type Project } from "@playwright/test";

// The journey and the pilot run four times: with the page's program and without, in Arabic on a phone and in English
// on a desktop. Every other file is left out where it would find nothing more.
const STAFF = "**/{decide,overtaken,exempt,assess,queue}.spec.ts";
const CITIZENS = "**/{pay,appointment,consent,services}.spec.ts";
const NEEDS_PROGRAM = "**/{*.hydrate,accessibility}.spec.ts";
const NEEDS_NONE = "**/limits.spec.ts";

const phone = {
  metadata: { language: "ar" },
  use: { locale: "ar-PS", viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true },
};
const desktop = {
  metadata: { language: "en" },
  use: { locale: "en-GB", viewport: { width: 1280, height: 800 } },
};

const projects: Project[] = [
  { name: "script-ar-phone", ...phone, testIgnore: [STAFF, NEEDS_NONE] },
  { name: "script-en-desktop", ...desktop, testIgnore: [CITIZENS, NEEDS_NONE] },
  { name: "noscript-ar-phone", ...phone, testIgnore: [CITIZENS, NEEDS_PROGRAM] },
  { name: "noscript-en-desktop", ...desktop, testIgnore: [STAFF, NEEDS_PROGRAM] },
].map(({ metadata, use, ...project }) => {
  const script = project.name.startsWith("script");
  // What only the page's program does is tried where it runs.
  const grepInvert = script ? undefined : /@program/;
  return { ...project, grepInvert, metadata: { ...metadata, script }, use: { ...use, javaScriptEnabled: script } };
});

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
    actionTimeout: 10_000,
    navigationTimeout: 20_000,
    contextOptions: { reducedMotion: "reduce" },
    screenshot: "only-on-failure",
    trace: "off",
    launchOptions: {
      executablePath: process.env.CHROMIUM_PATH ?? "/usr/bin/chromium",
      args: quietChromium,
    },
  },
});
