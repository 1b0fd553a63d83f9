/** Which browser and system a session was opened with, as codes that pages have words for. */
export interface Device {
  readonly navegador: (typeof NAVEGADORES)[number][0] | 'otro'
  readonly sistema: (typeof SISTEMAS)[number][0] | 'otro'
}

// In this order: most browsers claim to be others as well (RFC 9110, section 10.1.5, and long custom).
const NAVEGADORES = [
  ['edge', /\bEdgA?(iOS)?\//],
  ['opera', /\bOPR\//],
  ['samsung', /\bSamsungBrowser\//],
  ['firefox', /\b(Firefox|FxiOS)\//],
  ['chrome', /\b(Chrome|CriOS|Chromium|HeadlessChrome)\//],
  ['safari', /\bSafari\//],
  ['curl', /^curl\//],
] as const

const SISTEMAS = [
  ['ios', /\b(iPhone|iPad|iPod)\b/],
  ['android', /\bAndroid\b/],
  ['windows', /\bWindows\b/],
  ['macos', /\bMacintosh\b/],
  ['chromeos', /\bCrOS\b/],
  ['linux', /\bLinux\b/],
] as const

/** Reads a User-Agent header roughly: for people to tell their devices apart, and for nothing else. */
export function deviceOf(agente: string): Device {
  const find = <C extends string>(table: readonly (readonly [C, RegExp])[]) =>
    table.find(([, pattern]) => pattern.test(agente))?.[0] ?? 'otro'
  return { navegador: find(NAVEGADORES), sistema: find(SISTEMAS) }
}
