// How many segments a text is sent in: GSM 03.38 takes 160 characters, or 153 in each of several;
// anything outside its alphabet makes the whole text UCS-2, with 70 and 67.
const BASIC = new Set(
  "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà",
);
const EXTENDED = new Set("\f^{}\\[~]|€"); // each is sent as two
const ALONE = { gsm: 160, ucs2: 70 }, TOGETHER = { gsm: 153, ucs2: 67 };

// Units that must not be split between segments: an escaped character, a surrogate pair.
const units = (text, plain) => [...text].map((char) => (plain ? (EXTENDED.has(char) ? 2 : 1) : char.length));

export const segments = (text) => {
  const odd = [...text].find((char) => !BASIC.has(char) && !EXTENDED.has(char)) ?? "";
  const alphabet = odd ? "ucs2" : "gsm";
  const sizes = units(text, !odd);
  const length = sizes.reduce((sum, size) => sum + size, 0);
  if (length <= ALONE[alphabet]) return { count: length ? 1 : 0, odd };
  let count = 1, used = 0;
  for (const size of sizes) {
    if (used + size > TOGETHER[alphabet]) { count += 1; used = 0; }
    used += size;
  }
  return { count, odd };
};
