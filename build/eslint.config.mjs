/** What the linter insists on: no promise left alone, no HTML from strings, no types guessed. Formatting is Prettier's. */
import svelte from "eslint-plugin-svelte"
import globals from "globals"
import { fileURLToPath } from "node:url"
import ts from "typescript-eslint"

const root = fileURLToPath(new URL("..", import.meta.url))

export default ts.config(
  { ignores: ["**/node_modules/**", "**/dist/**", "**/out/**"] },
  { linterOptions: { reportUnusedDisableDirectives: "error" } },
  {
    files: ["{electron,shared,renderer,test}/**/*.ts"],
    extends: [...ts.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: root } },
    rules: {
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/no-misused-promises": [
        "error",
        { checksVoidReturn: { arguments: false, attributes: false } },
      ],
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "separate-type-imports" }],
      "@typescript-eslint/no-non-null-assertion": "off", // typed arrays in the hot path: a length was judged before
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      "@typescript-eslint/require-await": "off", // handlers share one asynchronous shape
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true, allowBoolean: true }],
      "no-empty": ["error", { allowEmptyCatch: false }],
      eqeqeq: "error",
      "no-eval": "error",
      "no-implied-eval": "off",
      "no-restricted-syntax": [
        "error",
        { selector: "Property[key.name='nodeIntegration'][value.value=true]", message: "Pages have no Node." },
        { selector: "Property[key.name='contextIsolation'][value.value=false]", message: "Pages stay isolated." },
        { selector: "Property[key.name='sandbox'][value.value=false]", message: "Pages stay sandboxed." },
        { selector: "Property[key.name='webSecurity'][value.value=false]", message: "Web security stays on." },
        {
          selector: "AssignmentExpression[left.property.name=/^(innerHTML|outerHTML)$/]",
          message: "No HTML from strings.",
        },
      ],
    },
  },
  {
    files: ["test/**/*.ts"],
    rules: {
      "@typescript-eslint/no-unsafe-assignment": "off",
      "@typescript-eslint/no-unsafe-member-access": "off",
      "@typescript-eslint/no-unsafe-argument": "off",
      "@typescript-eslint/no-unsafe-return": "off",
      "@typescript-eslint/no-unsafe-call": "off",
      "@typescript-eslint/no-explicit-any": "off", // answers of the API as they come over the wire
    },
  },
  ...svelte.configs.recommended,
  {
    files: ["renderer/**/*.svelte", "renderer/**/*.svelte.ts"],
    languageOptions: {
      globals: globals.browser,
      parserOptions: { parser: ts.parser, extraFileExtensions: [".svelte"] },
    },
    rules: {
      "svelte/no-at-html-tags": "error",
      "svelte/no-navigation-without-resolve": "off",
      "svelte/prefer-svelte-reactivity": "off", // state is replaced whole ($state.raw), so plain maps and sets are right
    },
  },
  {
    files: ["build/**/*.mjs"],
    languageOptions: { globals: globals.node },
    rules: { eqeqeq: "error", "no-undef": "error", "no-unused-vars": "error" },
  },
)
