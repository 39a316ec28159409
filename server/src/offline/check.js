// Checks the seal of a document with the keys in this page (decision 36). Nothing leaves the device.
const said = JSON.parse(document.getElementById("said").textContent);
const place = (id) => document.getElementById(id);
const GROUPS = [0, 3, 5, 8, 10, 13, 15, 17];
const CONTEXT = new TextEncoder().encode("hukumati document\n");
const FIRST_DAY = Date.UTC(2020, 0, 1);
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

// Seventeen digits are seven bytes, as domain/src/seal/digits.rs writes them.
function bytesOf(digits) {
  const bytes = [];
  for (let at = 0; at < digits.length; at += 17) {
    const group = digits.slice(at, at + 17);
    const length = GROUPS.indexOf(group.length);
    let number = BigInt(group);
    if (length < 1 || number >> BigInt(8 * length)) return null;
    const part = [];
    for (let byte = 0; byte < length; byte += 1) {
      part.unshift(Number(number & 255n));
      number >>= 8n;
    }
    bytes.push(...part);
  }
  return Uint8Array.from(bytes);
}

function textOf(bytes) {
  let text = "";
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (byte >= 0x80) text += String.fromCodePoint(byte - 0x80 + 0x600);
    else if (byte >= 0x20 && byte <= 0x7e) text += String.fromCodePoint(byte);
    else if (byte === 0x1a && at + 3 < bytes.length) {
      text += String.fromCodePoint((bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3]);
      at += 3;
    } else throw new Error("text");
  }
  return text;
}

const dayOf = (number) => new Date(FIRST_DAY + number * 86400000).toISOString().slice(0, 10);

// The signed part, as domain/src/seal.rs writes it.
function read(signed) {
  if (signed.length < 20 || signed[0] !== 1 || signed[19] > 1) return null;
  const code = signed.slice(5, 15).reduce((bits, byte) => (bits << 8n) | BigInt(byte), 0n);
  const letters = Array.from({ length: 16 }, (_, at) => ALPHABET[Number((code >> BigInt(75 - 5 * at)) & 31n)]);
  const last = (signed[17] << 8) | signed[18];
  const texts = [];
  for (let at = 20; at < signed.length; ) {
    const end = at + 1 + signed[at];
    if (end > signed.length) return null;
    texts.push(textOf(signed.slice(at + 1, end)));
    at = end;
  }
  if (texts.length < 2 || texts.length % 2) return null;
  return {
    code: letters.join(""),
    issued: dayOf((signed[15] << 8) | signed[16]),
    until: last === 0xffff ? null : dayOf(last),
    shortened: signed[19] === 1,
    texts,
  };
}

async function good(key, signature, message) {
  try {
    const known = await crypto.subtle.importKey("raw", key, "Ed25519", false, ["verify"]);
    return await crypto.subtle.verify("Ed25519", known, signature, message);
  } catch {
    // A browser without Ed25519 of its own.
    return verifyAsync(signature, message, key, { zip215: false });
  }
}

function fromBase64(text) {
  return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
}

async function verdict(typed) {
  // What is behind the sign # of an address, or digits alone, in either form of digits.
  const western = typed.replace(/[\u0660-\u0669]/g, (digit) => String(digit.charCodeAt(0) - 0x660));
  const digits = western.slice(western.lastIndexOf("#") + 1).replace(/\s/g, "");
  if (!/^[0-9]+$/.test(digits)) return { kind: "unread" };
  const sealed = bytesOf(digits);
  if (!sealed || sealed.length < 85) return { kind: "unread" };
  // Over plain http there is nothing to check with: no verdict is better than a wrong one.
  if (!globalThis.crypto?.subtle) return { kind: "unread" };
  const [signed, signature] = [sealed.slice(0, -64), sealed.slice(-64)];
  const name = Array.from(signed.slice(1, 5), (byte) => byte.toString(16).padStart(2, "0")).join("");
  const key = said.keys.find((known) => known.kid === name);
  if (!key) return { kind: "stranger" };
  const message = new Uint8Array([...CONTEXT, ...signed]);
  let seal = null;
  try {
    if (await good(fromBase64(key.x), signature, message)) seal = read(signed);
  } catch {
    seal = null;
  }
  if (!seal) return { kind: "bad" };
  const today = new Intl.DateTimeFormat("en-CA", { timeZone: "Asia/Hebron" }).format(new Date());
  return { kind: seal.until && seal.until < today ? "old" : "good", seal };
}

function add(parent, tag, text, attributes = {}) {
  const element = document.createElement(tag);
  if (text) element.textContent = text;
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  parent.append(element);
  return element;
}

const shownDay = (day) => day.split("-").reverse().join("/");

function show({ kind, seal }) {
  const result = place("result");
  result.replaceChildren();
  const words = said.words[kind];
  const box = add(result, "div", "", { class: `verdict verdict-${kind}`, "data-verdict": kind });
  add(box, "h2", words.title, { tabindex: "-1" });
  add(box, "p", words.text);
  if (seal) {
    const [title, number, ...lines] = seal.texts;
    const list = add(result, "dl");
    const row = (label, value) => {
      add(list, "dt", label);
      add(add(list, "dd"), "bdi", value);
    };
    row(said.words.document, title);
    row(said.words.number, number);
    row(said.words.issued, shownDay(seal.issued));
    if (seal.until) row(said.words.until, shownDay(seal.until));
    for (let at = 0; at < lines.length; at += 2) row(lines[at], lines[at + 1]);
    if (seal.shortened) add(result, "p", said.words.shortened);
    add(result, "p", said.words.limits);
    add(add(result, "p"), "a", said.words.online, { href: `${said.origin}/${said.language}/verify/${seal.code}` });
  }
  box.querySelector("h2").focus();
}

place("form").addEventListener("submit", async (event) => {
  event.preventDefault();
  show(await verdict(place("content").value));
});

async function fromAddress() {
  if (/^#[0-9]+$/.test(location.hash)) {
    place("content").value = location.hash.slice(1);
    show(await verdict(location.hash));
  }
}
addEventListener("hashchange", fromAddress);
fromAddress();

// A camera reads the code where the browser can.
async function scan() {
  const detector = new BarcodeDetector({ formats: ["qr_code"] });
  const video = place("video");
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  let found = [];
  try {
    video.hidden = false;
    video.srcObject = stream;
    await video.play();
    while (found.length === 0) {
      found = await detector.detect(video);
      await new Promise((next) => setTimeout(next, 150));
    }
  } finally {
    for (const track of stream.getTracks()) track.stop();
    video.hidden = true;
  }
  place("content").value = found[0].rawValue;
  show(await verdict(found[0].rawValue));
}
if ("BarcodeDetector" in globalThis && navigator.mediaDevices) {
  place("scan").hidden = false;
  place("scan").addEventListener("click", () => scan().catch(() => show({ kind: "unread" })));
}

// Kept by the browser, so that it opens without a network. A saved copy needs no keeping.
if (location.protocol.startsWith("http") && "serviceWorker" in navigator) {
  // Documents name the Arabic page in their square codes, whatever language its checker reads.
  for (const language of new Set(["ar", said.language])) {
    const address = `/${language}/verify/offline/worker.js`;
    navigator.serviceWorker.register(address, { scope: `/${language}/verify` }).catch(() => {});
  }
}
