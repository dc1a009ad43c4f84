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
  check("redirections", "a 1 > out.txt 2>&1 < in.txt", ["a", "1"]);
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

describe("variables that one line makes certain", () => {
  const use = ["netsh", "x=on"] as const;
  const unknown = ["netsh", "?"] as const;
  check("set", "set A=on\nnetsh x=%A%", ["set", "A=on"], use);
  check("set with quotes, in another case", 'set "a=on"\nnetsh x=%A%', ["set", "a=on"], use);
  check("blanks in a quoted word", 'set A=b c\nnetsh "%A%"', ["set", "A=b", "c"], ["netsh", "b c"]);
  check("blanks that would make several words", "set A=b c\nnetsh %A%", ["set", "A=b", "c"], unknown);
  check("a value of another variable", "set A=%1\nnetsh x=%A%", ["set", "?"], unknown);
  check("on the same line it still has its old value", "set A=on& netsh x=%A%", ["set", "A=on"], unknown);
  check("under a condition", "if a==b set A=on\nnetsh x=%A%", ["set", "A=on"], unknown);
  check("set again under a condition", "set A=on\nif a==b set A=off\nnetsh x=%A%", ["set", "A=on"], ["set", "A=off"], unknown);
  check("behind else", "if a==b (echo) else set A=on\nnetsh x=%A%", ["echo"], ["set", "A=on"], unknown);
  check("behind &&", "ver && set A=on\nnetsh x=%A%", ["ver"], ["set", "A=on"], unknown);
  check("in a block", "if a==b (\nset A=on\n)\nnetsh x=%A%", ["set", "A=on"], unknown);
  check("asked for", "set /p A=on\nnetsh x=%A%", ["set", "/p", "A=on"], unknown);
  check("another script may change it", "set A=on\ncall b.cmd\nnetsh x=%A%", ["set", "A=on"], ["b.cmd"], unknown);
  check(
    "at a label that is jumped to",
    "set A=on\n:b\nnetsh x=%A%\nset A=off\ngoto b",
    ["set", "A=on"],
    unknown,
    ["set", "A=off"],
    ["goto", "b"],
  );
  check("set once, before any label", "set A=on\n:b\nnetsh x=%A%\ngoto b", ["set", "A=on"], use, ["goto", "b"]);
  check("jumped over", "goto b\nset A=on\n:b\nnetsh x=%A%", ["goto", "b"], ["set", "A=on"], unknown);
  check("endlocal", "set A=on\nendlocal\nnetsh x=%A%", ["set", "A=on"], ["endlocal"], unknown);
  check("a piece of it", "set A=on\nnetsh x=%A:n=f%", ["set", "A=on"], unknown);
});

describe("a program in a folder that is not known", () => {
  check("%SystemRoot%", "%SystemRoot%\\System32\\netsh.exe x", ["netsh.exe", "x"]);
  check("the script's own", '"%~dp0tool.exe" x', ["tool.exe", "x"]);
  check("a variable alone", "%TOOL% x", ["?", "x"]);
});

it("reads a long run of any sign in bounded time", () => {
  for (const piece of [")", "(", "%", "^", '"', "a ", "&", "if ", "for do (", "!x", "set a=1\n:b\n", "%a%"]) {
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
