/** What a statement says, without the passwords in it. */
import { expect, test } from "vitest"
import { statementText } from "../../../../shared/protocols/databases/statement.ts"

test("white space and length are tamed", () => {
  expect(statementText(" DROP\n\tTABLE  recipes ")).toBe("DROP TABLE recipes")
  expect(statementText("x".repeat(300))).toHaveLength(200)
  expect(statementText("\0")).toBe("")
})

test.each([
  ["ALTER USER bob PASSWORD 'Secret-2'", "ALTER USER bob PASSWORD '…'"],
  [
    "CREATE ROLE x LOGIN ENCRYPTED PASSWORD 'Secret-3' VALID UNTIL 'infinity'",
    "CREATE ROLE x LOGIN ENCRYPTED PASSWORD '…' VALID UNTIL '…'",
  ],
  ["CREATE USER 'x'@'%' IDENTIFIED BY 'Sec''ret-1'", "CREATE USER 'x'@'%' IDENTIFIED BY '…'"],
  ["CREATE USER scott IDENTIFIED BY Secret-4 QUOTA 5M", "CREATE USER scott IDENTIFIED BY … QUOTA 5M"],
  ['ALTER USER scott IDENTIFIED BY "Secret-5"', "ALTER USER scott IDENTIFIED BY '…'"],
  ["SET PASSWORD FOR x = PASSWORD('Secret-2')", "SET PASSWORD FOR x = PASSWORD('…')"],
  ["CREATE LOGIN a WITH PASSWORD = N'Secret-6'", "CREATE LOGIN a WITH PASSWORD = …"],
  ["ALTER LOGIN a WITH PASSWORD = 0x0100AB HASHED", "ALTER LOGIN a WITH PASSWORD = '…' HASHED"],
  ["EXEC sp_password 'Secret-7', 'Secret-8'", "EXEC sp_password '…', '…'"],
  ["UPDATE users SET password='Secret-9", "UPDATE users SET password='…'"],
  ["INSERT INTO users (name, pwd) VALUES ('a', 'Secret-0')", "INSERT INTO users (name, pwd) VALUES ('…', '…')"],
])("%s hides its password", (text, shown) => {
  expect(statementText(text)).toBe(shown)
  expect(statementText(text)).not.toContain("Secret")
})

test("other texts stay as they are", () => {
  expect(statementText("INSERT INTO recipes VALUES ('lemonade', 0x10)")).toBe(
    "INSERT INTO recipes VALUES ('lemonade', 0x10)",
  )
})
