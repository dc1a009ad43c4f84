import { readFileSync } from "node:fs";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { describeFault } from "../../../server/src/syntax/faults.js";
import { commandName } from "../../../server/src/syntax/literals.js";
import { parse } from "../../../server/src/syntax/parser.js";
import { walk } from "../../../server/src/syntax/visit.js";

/** The faults of a script, each with the text that it marks. */
function check(text: string, ...expected: [id: string, marked: string][]): void {
  it(JSON.stringify(text), () => {
    expect(parse(text).faults.map(({ id, start, end }) => [id, text.slice(start, end)])).toEqual(expected);
  });
}

describe("faults stand where PowerShell puts them", () => {
  check("f 'x", ["TerminatorExpectedAtEndOfString", "'x"]);
  check("f (1", ["MissingEndParenthesisInExpression", ""]);
  check("f {", ["MissingEndCurlyBrace", "{"]);
  check("f )", ["UnexpectedToken", ")"]);
  check("$x = ", ["ExpectedValueExpression", ""]);
  check("if (1) ", ["MissingStatementBlock", ")"]);
  check("f -a,", ["MissingArgument", ","]);
  check("f | ", ["EmptyPipeElement", ""]);
  check("1 | 2", ["ExpressionsMustBeFirstInPipeline", "2"]);
  check('"$("(")"', ["IncompleteDollarSubexpressionReference", '$("(")"'], ["TerminatorExpectedAtEndOfString", '"$("(")"']);
  check('"$fn: x"', ["InvalidVariableReferenceWithDrive", "$fn:"]);
  check("@{ a-b = 1 }", ["MissingEqualsInHashLiteral", ""]);
  check("[Foo-Bar]", ["EndSquareBracketExpectedAtEndOfAttribute", ""], ["UnexpectedToken", "-Bar"], ["UnexpectedToken", "]"]);
  check("f 1>&2", ["RedirectionNotSupported", "1>&2"]);
  check("using assembly http://x/y.dll", ["CannotLoadAssemblyWithUriSchema", "http://x/y.dll"]);
  check("using assembly file://srv/y.dll", ["CannotLoadAssemblyFromUncPath", "file://srv/y.dll"]);
  check("using assembly \\\\srv\\x.dll", ["CannotLoadAssemblyFromUncPath", "\\\\srv\\x.dll"]);
  check("using assembly file:///x/y.dll");
  check("using assembly c:\\x.dll");
});

describe("what a bracket is meant as", () => {
  const cases: [text: string, message: string][] = [
    ["Set-SendConnector <Name> -Port 25", "`<Name>` is a placeholder"],
    ["f -a <the hosts that may relay>", "`<the hosts that may relay>` is a placeholder"],
    ["(f <n>)", "`<n>` is a placeholder"],
    ["f < in.txt", "the redirection `<`"],
    ["f <in.txt >out.txt", "the redirection `<`"],
    ["f <in.txt>out.txt", "the redirection `<`"],
  ];
  for (const [text, message] of cases) it(text, () => expect(parse(text).faults[0]?.message).toContain(message));
});

describe("what PowerShell checks after reading", () => {
  check("1 = 2", ["InvalidLeftHandSide", "1"]);
  check("$(1)?.y = 1", ["InvalidLeftHandSide", "$(1)?.y"]);
  check("1++", ["OperatorRequiresVariableOrProperty", "1"]);
  check("@{ a = 1; A = 2 }", ["DuplicateKeyInHashLiteral", "A"]);
  check("@{ 1 = 1; 1l = 2 }", ["DuplicateKeyInHashLiteral", "1l"]);
  check("$y = @x", ["SplattingNotPermitted", "@x"]);
  check("f a,@x", ["SplattingNotPermittedInArgumentList", "@x"]);
  check("f @x @y");
  check("function f($a, $A) { }", ["DuplicateFormalParameter", "$A"]);
  check("function f($a) { param($b) }", ["OnlyOneParameterListAllowed", "param($b)"]);
  check("function f() { param($b) }");
  check("param([ValidateSet($x)] $y)", ["ParameterAttributeArgumentNeedsToBeConstantOrScriptBlock", "$x"]);
  check("param([Parameter(Mandatory = $true)] [ValidateRange(0, [int]::MaxValue)] $y)");
  check("try { } catch { } catch [Exception] { }", ["EmptyCatchNotLast", ""]);
  check("try { } finally { return }", ["ControlLeavingFinally", "return"]);
  check("try { } finally { foreach ($x in $y) { break } }");
  check("class A { [int] M() { if ($true) { return 1 } } }", ["MethodHasCodePathNotReturn", "M"]);
  check("class A { [int] M() { while ($true) { return 1 } throw 'x' } }");
  check("class A { [void] M() { $y = $x } }", ["VariableNotLocal", "$x"]);
  check("class A { [void] M($x) { foreach ($i in $x) { $y = $i }; $z = $global:y } }");
  check("class A { $p; M() { $p = 1 } }", ["MissingThis", "$p"]);
  check("data { Get-It }", ["CmdletNotInAllowedListForDataSection", "Get-It"]);
  check("data -SupportedCommand Get-It { Get-It }");
  check("#requires -Version x", ["RequiresVersionInvalid", "x"]);
  check("#requires -Modules @{ ModuleName = 'a'; ModuleVersion = '1.0' }, b\n#requires -RunAsAdministrator");
  check("Get-It\nusing namespace System", ["UsingMustBeAtStartOfScript", "using namespace System"]);
  check("[ordered]'x'", ["OrderedAttributeOnlyOnHashLiteralNode", "[ordered]'x'"]);
  check("$x = [ordered]@{ a = 1 }");
  check("# SIG # Begin signature block\nGet-It", ["TokenAfterEndOfValidScriptText", "Get-It"]);
});

describe("messages", () => {
  it("say in plain words what is wrong and what to do", () => {
    const message = (text: string) => parse(text).faults[0]?.message;
    expect(message("f 'x")).toBe("The string that starts here is not closed: add a closing quote.");
    expect(message("f )")).toBe("`)` does not fit here: remove it, or complete what stands before it.");
    expect(message("$x = @x")).toBe("`@x` can only be splatted as an argument of a command: use `$x` for its value.");
  });

  it("exist for every fault that the scripts of the oracle bring", () => {
    const folder = path.resolve(import.meta.dirname, "../../oracle/syntax");
    const ids = new Set<string>();
    for (const file of ["golden.jsonl.gz", "mutants.jsonl.gz"]) {
      for (const line of gunzipSync(readFileSync(path.join(folder, file)))
        .toString("utf8")
        .trim()
        .split("\n")) {
        const { errors }: { errors: [number, number, string][] } = JSON.parse(line);
        for (const [, , id] of errors) {
          ids.add(id);
        }
      }
    }
    expect([...ids].filter((id) => /not valid|%/.test(describeFault(id, "x")))).toEqual([]);
  });
});

describe("an unfinished line leaves the others alone", () => {
  const commandsOf = (text: string): (string | null)[] => {
    const names: (string | null)[] = [];
    walk(parse(text).root, (node) => {
      if (node.kind === "Command") {
        names.push(commandName(text, node));
      }
      return undefined;
    });
    return names;
  };
  const unfinished = ["Set-It -", "Set-It -Name:", "if (", "$x = ", "Set-It |", "@{ a = ", "[int", "foreach ($x in"];
  for (const line of unfinished) {
    it(line, () =>
      expect(commandsOf(`Get-Before\n${line}\n\nGet-After -Name x\n`)).toEqual(expect.arrayContaining(["Get-Before", "Get-After"])),
    );
  }
});
