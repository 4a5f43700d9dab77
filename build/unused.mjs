/**
 * Finds code that nothing uses: exports that no other file imports, files that nothing reaches, packages that no file names.
 * Our own, because the tools for it bring parsers in Rust whose list of platforms was incomplete in the lock file.
 */
import { readFileSync, readdirSync } from "node:fs"
import { dirname, join, relative, resolve } from "node:path"
import { fileURLToPath } from "node:url"
import ts from "typescript"

const root = fileURLToPath(new URL("..", import.meta.url))
const folders = ["shared", "electron", "renderer", "build", "test"]
/** Started by a person, by a program or by a tool, not imported. */
const roots = [
  /^electron\/entry\/[^/]+\.ts$/,
  /^build\/[^/]+\.(mjs|ts)$/,
  /^build\/sample-plant\/index\.ts$/,
  /^build\/exec-on-windows\/exec\.mjs$/,
  /^renderer\/main\.ts$/,
  /^test\/.*\.test\.ts$/,
  /^test\/.*-bench\.ts$/,
  /\.d\.ts$/,
]
/** Named in texts or used by their programs only. */
const packagesOfTools = [
  "@internationalized/date",
  "@types/",
  "electron-builder",
  "exec-on-windows",
  "node-linux-",
  "node-win-",
  "prettier",
  "svelte-check",
  "typescript-eslint",
]

function sourceFiles(folder) {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return entry.name === "node_modules" ? [] : sourceFiles(path)
    return /\.(ts|mjs|svelte)$/.test(entry.name) ? [path] : []
  })
}

/** The scripts of a component; its markup can only name other files by import(). */
const codeOf = (path, text) =>
  path.endsWith(".svelte")
    ? [...text.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)].map((match) => match[1]).join("\n")
    : text

const hasExport = (node) =>
  ts.canHaveModifiers(node) && ts.getModifiers(node)?.some((one) => one.kind === ts.SyntaxKind.ExportKeyword)

function exportedNames(statement) {
  if (ts.isExportDeclaration(statement) && statement.exportClause && ts.isNamedExports(statement.exportClause))
    return statement.exportClause.elements.map((one) => one.name.text)
  if (ts.isExportAssignment(statement)) return ["default"]
  if (!hasExport(statement)) return []
  if (ts.isVariableStatement(statement)) return statement.declarationList.declarations.map((one) => one.name.getText())
  return statement.name ? [statement.name.text] : []
}

/** [module, names]; "*" stands for all of them. */
function importsOf(source) {
  const found = []
  const visit = (node) => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) {
      const named = ts.isImportDeclaration(node) ? node.importClause?.namedBindings : node.exportClause
      const names =
        named?.elements?.map((one) => (one.propertyName ?? one.name).text) ??
        (named || ts.isExportDeclaration(node) ? ["*"] : [])
      if (ts.isImportDeclaration(node) && node.importClause?.name) names.push("default")
      if (node.moduleSpecifier) found.push([node.moduleSpecifier.text, names])
    } else if (
      ts.isCallExpression(node) &&
      node.expression.kind === ts.SyntaxKind.ImportKeyword &&
      ts.isStringLiteralLike(node.arguments[0])
    )
      found.push([node.arguments[0].text, ["*"]])
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument))
      found.push([node.argument.literal.text, ["*"]])
    else if (
      ts.isNewExpression(node) &&
      node.expression.getText(source) === "URL" &&
      node.arguments?.[0] &&
      ts.isStringLiteralLike(node.arguments[0])
    )
      found.push([node.arguments[0].text, ["*"]]) // workers and child processes
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found
}

const wordIn = (text, word) => text.split(new RegExp(`\\b${word.replaceAll("$", "\\$")}\\b`)).length - 1

const files = folders.flatMap(sourceFiles)
const exportsOf = new Map()
const used = new Map(files.map((path) => [path, new Set()]))
const reached = new Set()
const texts = new Map()
for (const path of files) {
  const text = readFileSync(join(root, path), "utf8")
  texts.set(path, text)
  const source = ts.createSourceFile(path, codeOf(path, text), ts.ScriptTarget.Latest, true, ts.ScriptKind.TS)
  exportsOf.set(path, source.statements.flatMap(exportedNames))
  const inMarkup = path.endsWith(".svelte")
    ? [...text.matchAll(/import\("([^"]+)"\)/g)].map((match) => [match[1], ["*"]])
    : []
  for (const [name, names] of [...importsOf(source), ...inMarkup]) {
    if (!name.startsWith(".")) continue
    const target = relative(root, resolve(root, dirname(path), name))
    reached.add(target)
    for (const one of names) used.get(target)?.add(one)
  }
}

const settings = readFileSync(join(root, "package.json"), "utf8")
const isRoot = (path) => roots.some((pattern) => pattern.test(path)) || settings.includes(path)
const lines = []
for (const path of files) {
  if (!isRoot(path) && !reached.has(path)) lines.push(`${path}: no file uses it`)
  if (isRoot(path) || path.endsWith(".svelte") || used.get(path).has("*")) continue
  for (const name of exportsOf.get(path))
    if (!used.get(path).has(name) && wordIn(texts.get(path), name) < 2) lines.push(`${path}: nothing uses "${name}"`)
}
const { devDependencies } = JSON.parse(settings)
const everything = [...texts.values()].join("\n")
for (const name of Object.keys(devDependencies))
  if (!packagesOfTools.some((one) => name.startsWith(one)) && !new RegExp(`["'/]${name}["'/]`).test(everything))
    lines.push(`package.json: no file names the package ${name}`)
if (lines.length > 0) process.stdout.write(lines.join("\n") + "\n")
process.exit(lines.length > 0 ? 1 : 0)
