import { describe, expect, it } from "vitest";
import type { Node } from "../../../server/src/syntax/ast.js";
import { parse } from "../../../server/src/syntax/parser.js";
import { forEachChild, nodesAt, walk } from "../../../server/src/syntax/visit.js";

/** The tree in one line: kinds with their leaves quoted. */
function outline(text: string): string {
  const describeNode = (node: Node): string => {
    const children: string[] = [];
    forEachChild(node, (child) => children.push(describeNode(child)));
    const name = node.kind.replace(/(?:Expression|Statement)$/, "");
    const operator = "operator" in node ? ` ${node.operator}` : "";
    return children.length === 0 ? `${name}‹${text.slice(node.start, node.end)}›` : `${name}${operator}(${children.join(" ")})`;
  };
  const { root, faults } = parse(text);
  expect(faults).toEqual([]);
  return (root.endBlock?.statements ?? []).map(describeNode).join("; ");
}

function check(text: string, expected: string): void {
  it(text, () => expect(outline(text)).toBe(expected));
}

describe("operators bind as in PowerShell", () => {
  check("1 + 2 * 3", "Pipeline(Command(Binary +(Constant‹1› Binary *(Constant‹2› Constant‹3›))))");
  check("1,2 + 3", "Pipeline(Command(Binary +(ArrayLiteral(Constant‹1› Constant‹2›) Constant‹3›)))");
  check("-not $a -and $b", "Pipeline(Command(Binary -and(Unary -not(Variable‹$a›) Variable‹$b›)))");
  check("$a -EQ 1 –or $b", "Pipeline(Command(Binary -or(Binary -eq(Variable‹$a› Constant‹1›) Variable‹$b›)))");
  check("$a ?? $b", "Pipeline(Command(Binary ??(Variable‹$a› Variable‹$b›)))");
  check("$a ? 1 : 2", "Pipeline(Command(Ternary(Variable‹$a› Constant‹1› Constant‹2›)))");
  check("[int]'1' + 1", "Pipeline(Command(Binary +(Convert(TypeConstraint‹[int]› StringConstant‹'1'›) Constant‹1›)))");
  check(
    "$a.b[0].c(1)",
    "Pipeline(Command(InvokeMember(Index(Member(Variable‹$a› StringConstant‹b›) Constant‹0›) StringConstant‹c› Constant‹1›)))",
  );
  check("[x]::y", "Pipeline(Command(Member(Type‹[x]› StringConstant‹y›)))");
  check("$i++", "Pipeline(Command(Unary post++(Variable‹$i›)))");
});

describe("arguments are read in command mode", () => {
  check("f a,b c", "Pipeline(Command(StringConstant‹f› ArrayLiteral(StringConstant‹a› StringConstant‹b›) StringConstant‹c›))");
  check("f -a:1 -b 2", "Pipeline(Command(StringConstant‹f› CommandParameter(Constant‹1›) CommandParameter‹-b› Constant‹2›))");
  check("f -1.5 1kb", "Pipeline(Command(StringConstant‹f› StringConstant‹-1.5› Constant‹1kb›))");
  check("f $a.b $c[0]", "Pipeline(Command(StringConstant‹f› Member(Variable‹$a› StringConstant‹b›) Index(Variable‹$c› Constant‹0›)))");
  check("f $a-b", "Pipeline(Command(StringConstant‹f› ExpandableString(Variable‹$a›)))");
  check("f --% a | b", "Pipeline(Command(StringConstant‹f› StringConstant‹--%› StringConstant‹a ›) Command(StringConstant‹b›))");
  check("f 2>&1 > x.txt", "Pipeline(Command(StringConstant‹f› MergingRedirection‹2>&1› FileRedirection(StringConstant‹x.txt›)))");
  check(
    "f @p { $_ }",
    "Pipeline(Command(StringConstant‹f› Variable‹@p› ScriptBlock(ScriptBlock(NamedBlock(Pipeline(Command(Variable‹$_›)))))))",
  );
  check("else { }", "Pipeline(Command(StringConstant‹else› ScriptBlock(ScriptBlock(NamedBlock‹›))))");
});

describe("statements", () => {
  check("$a = $b = 1", "Assignment Equals(Variable‹$a› Assignment Equals(Variable‹$b› Pipeline(Command(Constant‹1›))))");
  check("$a = f x", "Assignment Equals(Variable‹$a› Pipeline(Command(StringConstant‹f› StringConstant‹x›)))");
  check("if (1) { } else { }", "If(Pipeline(Command(Constant‹1›)) StatementBlock‹{ }› StatementBlock‹{ }›)");
  check(":x while (1) { break x }", "While(Pipeline(Command(Constant‹1›)) StatementBlock(Break(StringConstant‹x›)))");
  check(
    "a && b || c",
    "PipelineChain ||(PipelineChain &&(Pipeline(Command(StringConstant‹a›)) Pipeline(Command(StringConstant‹b›))) Pipeline(Command(StringConstant‹c›)))",
  );
  check("f `\n  -a", "Pipeline(Command(StringConstant‹f› CommandParameter‹-a›))");
  check("f\n# why\n| g", "Pipeline(Command(StringConstant‹f›) Command(StringConstant‹g›))");
});

describe("a script's parts", () => {
  it("named blocks", () => {
    const { root } = parse("param($a) begin { 1 } process { 2 } end { 3 } clean { 4 }");
    const blocks = [root.beginBlock, root.processBlock, root.endBlock, root.cleanBlock];
    expect(blocks.map((block) => block?.statements.length)).toEqual([1, 1, 1, 1]);
    expect(root.dynamicParamBlock).toBeNull();
    expect(root.param?.parameters.length).toBe(1);
  });

  it("comments, also before and inside statements", () => {
    const text = "#requires -Version 5\nf <# a #> x # b\n'# no'";
    expect(parse(text).comments.map(({ start, end }) => text.slice(start, end))).toEqual(["#requires -Version 5", "<# a #>", "# b"]);
  });

  it("what only PowerShell 7 reads", () => {
    const text = `a && b; a || b; $x ?? 1; $x ??= 1; $x ? 1 : 2; \${x}?.y; \${x}?[0]; f &\nf\n| g\n`;
    expect(parse(text).ps7Syntax.map(({ what }) => what)).toEqual(["&&", "||", "??", "??=", "?:", "?.", "?[]", "&", "leading |"]);
    expect(parse("begin { } clean { }").ps7Syntax.map(({ what }) => what)).toEqual(["clean"]);
    expect(parse("& f | g").ps7Syntax).toEqual([]);
  });

  it("classes", () => {
    const { root, faults } = parse("class A : B { [int] $x = 1; hidden static [string] M([int] $a) { return '' } A() : base(1) { } }");
    expect(faults).toEqual([]);
    expect(root.endBlock?.statements[0]).toMatchObject({
      kind: "TypeDefinition",
      typeKind: "class",
      members: [
        { kind: "PropertyMember", isStatic: false },
        { kind: "FunctionMember", isStatic: true, baseArguments: null },
        { kind: "FunctionMember", baseArguments: [{ kind: "ConstantExpression" }] },
      ],
    });
  });

  it("resources of configurations have keys, whatever words these are", () => {
    const text =
      "configuration c { # why\n  File f { # what\n    Filter = 'x'\n    Type = @(Inner { A = 1 })\n  }\n  Node 'a' { Get-It }\n}";
    const { root, faults } = parse(text);
    expect(faults).toEqual([]);
    const kinds: string[] = [];
    walk(root, (node) => {
      if (node.kind === "DynamicKeywordStatement" || node.kind === "Command") {
        kinds.push(`${node.kind} ${node.elements.map(({ start, end }) => text.slice(start, end)).join(" ")}`);
      }
      return undefined;
    });
    expect(kinds).toEqual([
      "DynamicKeywordStatement File f",
      "DynamicKeywordStatement Inner",
      "Command Node 'a' { Get-It }",
      "Command Get-It",
    ]);
  });

  it("workflows and configurations are read, though PowerShell 7 cannot run them", () => {
    const workflow = "workflow w { parallel { Get-A }\nsequence { Get-B }\ninlinescript { Get-C } }";
    const configuration =
      "configuration c { Import-DscResource -ModuleName x\nNode 'a' { File f { Ensure = 'Present'\nType = \"Directory\" } } }";
    for (const text of [workflow, configuration]) {
      expect(parse(text).faults).toEqual([]);
    }
  });
});

describe("finding the node at a place", () => {
  const text = "f -Name 'x'; g";
  const kindsAt = (offset: number, isAfter: boolean) => nodesAt(parse(text), offset, isAfter).map(({ kind }) => kind);

  it("a place between two nodes belongs to the one that starts there, or ends there for a cursor", () => {
    expect(kindsAt(8, false).at(-1)).toBe("StringConstantExpression");
    expect(kindsAt(11, false).at(-1)).not.toBe("StringConstantExpression");
    expect(kindsAt(11, true).at(-1)).toBe("StringConstantExpression");
  });

  it("walking leaves out what is below where told to", () => {
    const seen: string[] = [];
    walk(parse("{ f }; g").root, (node) => {
      seen.push(node.kind);
      return node.kind !== "ScriptBlockExpression";
    });
    expect(seen.filter((kind) => kind === "Command")).toEqual(["Command"]);
  });
});
