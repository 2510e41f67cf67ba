// Checks a certificate's code in the browser, offline. Keys and words stand beside this script as JSON; nothing is sent.
"use strict";
const read = (id) => JSON.parse(document.getElementById(id).textContent);
const keys = read("keys");
const words = read("words");
const MOST = 5000;
const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const encoder = new TextEncoder();

function fromBase32(text) {
  const out = new Uint8Array(Math.floor((text.length * 5) / 8));
  let bits = 0, value = 0, at = 0;
  for (const sign of text) {
    const digit = ALPHABET.indexOf(sign);
    if (digit < 0) return null;
    value = ((value << 5) | digit) & 0xfff;
    bits += 5;
    if (bits >= 8) { bits -= 8; out[at++] = (value >> bits) & 0xff; }
  }
  return out;
}

function toBase32(bytes) {
  let bits = 0, value = 0, text = "";
  for (const byte of bytes) {
    value = ((value << 8) | byte) & 0xfff;
    bits += 8;
    while (bits >= 5) { bits -= 5; text += ALPHABET[(value >> bits) & 31]; }
  }
  return bits ? text + ALPHABET[(value << (5 - bits)) & 31] : text;
}

const fromBase64 = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const grouped = (code) => code.replace(/(.{4})(?=.)/g, "$1-");
const joined = (...parts) => {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  parts.reduce((at, part) => (out.set(part, at), at + part.length), 0);
  return out;
};

async function nameMark(name, number) {
  const seen = name.normalize("NFKC").replace(/\p{Cf}/gu, "");
  const alike = seen.replace(/[\u2018\u2019\u02bc\u02bb`\u00b4]/g, "'").replace(/[\u2010\u2011\u2013]/g, "-");
  const plain = alike.toUpperCase().toLowerCase().trim().split(/\s+/).join(" ");
  const secret = await crypto.subtle.importKey("raw", encoder.encode(plain), "PBKDF2", false, ["deriveBits"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt: encoder.encode("tot-name:" + number), iterations: words.rounds };
  return toBase32(new Uint8Array(await crypto.subtle.deriveBits(how, secret, 80)));
}

async function isSigned(key, body, signature) {
  const known = await crypto.subtle.importKey("raw", fromBase64(key.public), { name: "Ed25519" }, false, ["verify"]);
  return crypto.subtle.verify({ name: "Ed25519" }, known, signature, joined(encoder.encode("tot-certificate-1\n"), body));
}

// Returns {refused: words} or {key, certificate, name}.
async function check(text, name, today) {
  const coded = text.slice(0, MOST + 1).replace(/\s+/g, "").toUpperCase();
  const head = /^TOT([0-9]{1,4}):(.*)$/.exec(coded);
  if (!head) return { refused: words.notOne };
  if (Number(head[1]) < 1) return { refused: words.retired };
  if (Number(head[1]) > 1) return { refused: words.newer };
  const raw = fromBase32(head[2]);
  if (!raw || raw.length <= 64 || text.length > MOST) return { refused: words.tampered };
  const body = raw.slice(64);
  let found;
  try { found = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body)); } catch { return { refused: words.tampered }; }
  const key = keys.find((one) => one.id === (found && found.k));
  if (!key) return { refused: words.unknown };
  if (!(await isSigned(key, body, raw.slice(0, 64)))) return { refused: words.tampered };
  if (key.revoked) return { refused: words.revoked };
  if (key.withdrawn.includes(found.n)) return { refused: words.withdrawn };
  if (found.u && today > found.u) return { refused: words.expired };
  if (!found.p) return { key, certificate: found, name: words.nameless };
  if (!name.trim()) return { key, certificate: found, name: words.unasked };
  if ((await nameMark(name, found.n)) !== found.p) return { refused: words.differs };
  return { key, certificate: found, name: words.matches };
}

function row(list, label, value) {
  if (!value) return;
  const term = document.createElement("dt"), said = document.createElement("dd");
  term.textContent = label;
  said.textContent = value;
  list.append(term, said);
}

function show(result) {
  const box = document.getElementById("result");
  box.replaceChildren();
  box.className = result.refused ? "refused" : "good";
  const title = document.createElement("h2");
  title.textContent = result.refused ? words.isRefused : words.isGood;
  box.append(title);
  if (result.refused) {
    const why = document.createElement("p");
    why.textContent = result.refused;
    box.append(why);
    return;
  }
  const one = result.certificate, list = document.createElement("dl");
  row(list, words.organisation, result.key.organisation);
  row(list, words.title, one.t);
  row(list, words.days, (one.d || []).join(" – "));
  row(list, words.hours, one.h ? String(Math.round(one.h / 6) / 10) : "");
  row(list, words.issued, one.i);
  row(list, words.number, grouped(one.n));
  row(list, words.name, result.name);
  box.append(list);
}

document.getElementById("form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const now = new Date();
  const today = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((n) => String(n).padStart(2, "0")).join("-");
  try {
    show(await check(document.getElementById("code").value, document.getElementById("name").value, today));
  } catch {
    show({ refused: words.oldBrowser });
  }
});
