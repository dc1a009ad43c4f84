import { describe, expect, it } from "vitest";
import type { Command, Expression, Node } from "../../../server/src/syntax/ast.js";
import {
  commandName,
  contentSpan,
  expandableParts,
  numberValue,
  parameterName,
  stringValue,
  variableName,
} from "../../../server/src/syntax/literals.js";
import { parse } from "../../../server/src/syntax/parser.js";
import { typeFullName } from "../../../server/src/syntax/type-names.js";
import { walk } from "../../../server/src/syntax/visit.js";

function nodes(text: string): Node[] {
  const found: Node[] = [];
  walk(parse(text).root, (node) => {
    found.push(node);
    return undefined;
  });
  return found;
}

function firstCommand(text: string): Command {
  const command = nodes(text).find((node) => node.kind === "Command");
  if (command?.kind !== "Command") {
    throw new Error(`no command in ${text}`);
  }
  return command;
}

/** The first argument of a command. */
function argument(text: string): Expression {
  const element = firstCommand(text).elements[1];
  if (element === undefined || element.kind === "CommandParameter") {
    throw new Error(`no argument in ${text}`);
  }
  return element;
}

describe("numbers have the value and type that PowerShell gives them", () => {
  const check = (source: string, text: string | null, type = "System.Int32") =>
    it(source, () => {
      const constant = nodes(`$x = ${source}`).find((node) => node.kind === "ConstantExpression");
      const value = constant?.kind === "ConstantExpression" ? numberValue(`$x = ${source}`, constant) : null;
      expect(value).toEqual(text === null ? null : { text, type });
    });
  check("0", "0");
  check("10MB", "10485760");
  check("2gb", "2147483648", "System.Int64");
  check("2147483648", "2147483648", "System.Int64");
  check("9223372036854775808", "9223372036854775808", "System.Decimal");
  check("79228162514264337593543950336", "7.922816251426434E+28", "System.Double");
  check("1.5", "1.5", "System.Double");
  check(".5kb", "512", "System.Double");
  check("1e3", "1000", "System.Double");
  check("1.50d", "1.50", "System.Decimal");
  check("1d", "1", "System.Decimal");
  check("0x10", "16");
  check("0xFFFFFFFF", "-1");
  check("0xFFFFFFFFu", "4294967295", "System.UInt32");
  check("0xFFFFFFFFFFFFFFFF", "-1", "System.Int64");
  check("0xFFy", "-1", "System.SByte");
  check("0b1010", "10");
  check("0b11111111", "-1");
  check("255uy", "255", "System.Byte");
  check("300uy", null);
  check("5l", "5", "System.Int64");
  check("5ul", "5", "System.UInt64");
  check("5n", "5", "System.Numerics.BigInteger");
  check("2.5l", "2", "System.Int64");
  check("1E+400", "Infinity", "System.Double");
  check("0.00001", "1E-05", "System.Double");
  check("–5", "-5");
});

describe("strings have the value that PowerShell gives them", () => {
  const check = (source: string, value: string) =>
    it(source, () => {
      const text = `Set-It ${source}`;
      const node = argument(text);
      if (node.kind !== "StringConstantExpression" && node.kind !== "ExpandableStringExpression") {
        throw new Error(node.kind);
      }
      expect(stringValue(text, node)).toBe(value);
    });
  check("'it''s'", "it's");
  check("‘it’‘s’", "it‘s");
  check('"a""b"', 'a"b');
  check('"`t`"`$x``"', '\t"$x`');
  check('"`u{1F600}`e"', "\u{1f600}\u001b");
  check(`"$x and $(Get-It "(")) and \${y}"`, `$x and $(Get-It "(")) and \${y}`);
  check('"cost: $5 $"', "cost: $5 $");
  check("@'\na\n'b'\n'@", "a\n'b'");
  check("@'\r\na\r\n\r\n'@", "a\r\n");
  check("@'\n'@", "");
  check('@"\n`ta ""b"" $x\n"@', '\ta ""b"" $x');
  check("a`nb", "a\nb");
  check("a'b c'd", "ab cd");
  check('a"b $x c"d', "ab $x cd");
  check("smtp:*;1".replace(";", "`;"), "smtp:*;1");
  check("C:\\it.ps1", "C:\\it.ps1");
  check("10.0.0.0/8", "10.0.0.0/8");
  check("[::1]:25", "[::1]:25");
  check("a`\nb", "a\nb");
});

describe("the pieces of expandable strings", () => {
  const check = (source: string, ...pieces: string[]) =>
    it(source, () => {
      const text = `Set-It ${source}`;
      const node = argument(text);
      if (node.kind !== "ExpandableStringExpression") {
        throw new Error(node.kind);
      }
      const parts = expandableParts(text, node) ?? [];
      expect(parts.map((part) => (typeof part === "string" ? part : `<${text.slice(part.start, part.end)}>`))).toEqual(pieces);
    });
  check('"a$b`tc"', "a", "<$b>", "\tc");
  check('"$a""$b"', "<$a>", '"', "<$b>");
  check('"$(1 + 1)x"', "<$(1 + 1)>", "x");
  check('a"b $x"d$y', "ab ", "<$x>", "d", "<$y>");
  check("a`$b$c'd $e'", "a$b", "<$c>", "d $e");
  check('@"\n$x ""y""\n"@', "<$x>", ' ""y""');

  it("is not known where doubled quotes were made single", () => {
    const text = 'Set-It "$( ""a$b"" )"';
    const inner = nodes(text).find((node) => node.kind === "ExpandableStringExpression" && node.value !== null);
    expect(inner).toMatchObject({ value: "a$b", form: "double" });
    expect(inner?.kind === "ExpandableStringExpression" && expandableParts(text, inner)).toBeNull();
    expect(text.slice(inner?.start, inner?.end)).toBe('""a$b""');
  });
});

describe("names", () => {
  it("of commands are what GetCommandName gives", () => {
    const check = (text: string, name: string | null) => expect(commandName(text, firstCommand(text)), text).toBe(name);
    check("Get-Mailbox x", "Get-Mailbox");
    check("& 'C:\\my tool.exe' x", "C:\\my tool.exe");
    check('& "a$x" y', null);
    check("& $x", null);
    check(". ./common.ps1", "./common.ps1");
    check("a$x", "a$x");
    check('g"e"t`-it', "get-it");
    check("2>&1", "2>&1");
  });

  it("of variables come without dollar, braces and backticks", () => {
    const check = (text: string, name: string) => {
      const variable = nodes(text).find((node) => node.kind === "VariableExpression");
      expect(variable?.kind === "VariableExpression" && variableName(text, variable), text).toBe(name);
    };
    check("$x", "x");
    check(`\${a b}`, "a b");
    check(`\${a\`}b}`, "a}b");
    check("$global:x", "global:x");
    check("$env:TEMP", "env:TEMP");
    check("f @p", "p");
    check("$using:x", "x");
    check("$?", "?");
    check('"$x_y"', "x_y");
  });

  it("of parameters come without their dash and colon", () => {
    const text = "f -Name:x –Other --";
    const names = firstCommand(text).elements.flatMap((element) =>
      element.kind === "CommandParameter" ? [parameterName(text, element)] : [],
    );
    expect(names).toEqual(["Name", "Other", "-"]);
  });

  it("of types come without blanks and needless brackets", () => {
    const check = (written: string, name: string) => expect(typeFullName(written, 0, written.length)).toBe(name);
    check("int[]", "int[]");
    check("System.Func[string, int]", "System.Func[string,int]");
    check("Dictionary[[string], [List[int]]]", "Dictionary[string,List[int]]");
    check("Foo, My.Assembly, Version=1.0", "Foo,My.Assembly, Version=1.0");
    check("int[ , ]", "int[,]");
  });
});

describe("where the content of a string stands", () => {
  const check = (source: string, content: string) =>
    it(source, () => {
      const text = `f ${source}`;
      const node = argument(text);
      if (node.kind !== "StringConstantExpression") {
        throw new Error(node.kind);
      }
      const { start, end } = contentSpan(text, node);
      expect(text.slice(start, end)).toBe(content);
    });
  check("'a''b'", "a''b");
  check('"a`"b"', 'a`"b');
  check("word", "word");
  check("@'\na\nb\n'@", "a\nb");
  check("'never closed", "never closed");
});
