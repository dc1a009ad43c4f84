import { describe, expect, it } from "vitest";
import { parseBatch } from "../../../server/src/syntax/batch.js";

/** Commands as lists of their name and words; `?` is a word that is not known. */
function check(title: string, text: string, ...expected: readonly (readonly string[])[]): void {
  it(title, () => {
    const script = parseBatch(text);
    const found = script.commands.map((command) => [command.name ?? "?", ...command.words.map((word) => word.text ?? "?")]);
    expect(found).toEqual(expected);
    for (const command of script.commands) {
      for (const span of [command.nameSpan, ...command.words]) {
        expect(span.start).toBeLessThan(span.end);
        expect(span.start).toBeGreaterThanOrEqual(command.start);
        expect(span.end).toBeLessThanOrEqual(command.end);
      }
    }
  });
}

describe("commands of a cmd file", () => {
  check("words", "netsh interface ipv6 reset", ["netsh", "interface", "ipv6", "reset"]);
  check("several lines of any ending", "a 1\r\nb 2\nc 3\r", ["a", "1"], ["b", "2"], ["c", "3"]);
  check("quotes", 'netsh set interface "Local Area Connection" x="a b"', ["netsh", "set", "interface", "Local Area Connection", "x=a b"]);
  check("an unclosed quote ends with the line", 'a "b c\nd', ["a", "b c"], ["d"]);
  check("curly quotes are letters", "a “b c”", ["a", "“b", "c”"]);
  check("a caret continues the line", "netsh interface ^\r\n  ipv6 reset", ["netsh", "interface", "ipv6", "reset"]);
  check("a caret escapes", "echo a^&b", ["echo", "a&b"]);
  check("a caret in quotes is a letter", 'echo "a^b"', ["echo", "a^b"]);
  check("a caret at the end", "echo a ^", ["echo", "a"]);
  check("separators", "a 1 & b 2 && c 3 | d 4 || e", ["a", "1"], ["b", "2"], ["c", "3"], ["d", "4"], ["e"]);
  check("separators in quotes", 'a "1 & 2"', ["a", "1 & 2"]);
  check("comments and labels", "rem netsh x\r\n:: netsh y\r\n:label\r\n@rem z\r\nREM", ...[]);
  check("rem only as a whole word", "remove x", ["remove", "x"]);
  check("@", "@echo off\n@ netsh x", ["echo", "off"], ["netsh", "x"]);
  check("variables", "netsh add %NAME% %1 a%~dp0b !x! 100% %%i", ["netsh", "add", "?", "?", "?", "?", "100%", "?"]);
  check("a variable's name with a digit", "a %tunnel1%x", ["a", "?"]);
  check("redirections", "a 1 > out.txt 2>&1 < in.txt", ["a", "1", "2"]);
  check("call", "call b 1", ["b", "1"]);
  check(
    "if",
    'if exist x.txt netsh a\nif not defined Y netsh b\nif "%1"=="" netsh c\nif errorlevel 1 netsh d',
    ["netsh", "a"],
    ["netsh", "b"],
    ["netsh", "c"],
    ["netsh", "d"],
  );
  check("blocks", "if exist x (\n  netsh a\n) else (\n  netsh b )", ["netsh", "a"], ["netsh", "b"]);
  check("for", "for %%i in (1 2) do netsh a %%i\nfor %%i in (1) do (\nnetsh b)", ["netsh", "a", "?"], ["netsh", "b"]);
  check("parentheses in names", "netsh set vEthernet(LAN) x", ["netsh", "set", "vEthernet(LAN)", "x"]);
  check("nothing", "");
  check("NUL and odd marks", "\u0000 ; , =", ["\u0000", ";", ",", "="]);
});

it("takes time in proportion to the text", () => {
  for (const piece of [")", "(", "%", "^", '"', "a ", "&", "if ", "for do (", "!x"]) {
    const text = piece.repeat(200_000);
    const start = performance.now();
    parseBatch(text);
    expect(performance.now() - start).toBeLessThan(3000);
  }
});

it("keeps comments with their places", () => {
  const text = "rem one\n:: two\na";
  expect(parseBatch(text).comments.map(({ start, end }) => text.slice(start, end))).toEqual(["rem one", ":: two"]);
});
