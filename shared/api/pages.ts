/** How the page's files are served by every host: their types, and what a page may load. */

export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ")

const types: Readonly<Record<string, string>> = {
  html: "text/html; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  css: "text/css; charset=utf-8",
  svg: "image/svg+xml",
  png: "image/png",
  ico: "image/x-icon",
  woff2: "font/woff2",
  json: "application/json",
  wasm: "application/wasm",
  txt: "text/plain; charset=utf-8",
}

/** Undefined for what is never served, such as the compressed copies under their own names. */
export const contentType = (name: string): string | undefined => types[name.slice(name.lastIndexOf(".") + 1)]
