/** What PowerShell looks up before its other checks: types defined twice, properties of classes assigned without `$this`. */
import type { Expression, Node, ScriptBlock, TypeDefinition } from "./ast.js";
import { isConstant } from "./constants.js";
import { stringValue, variableName } from "./literals.js";
import { isModuleSpecification } from "./requires.js";
import { fault, type State } from "./state.js";
import { forEachChild, walk } from "./visit.js";

/** Checks a script whose parser saw a type or a `using`. */
export function checkSymbols(s: State, root: ScriptBlock): void {
  checkTypes(s, root);
  // Methods know the properties of all classes around them; a script block within a method is no method any more.
  const visit = (node: Node, properties: ReadonlyMap<string, boolean>, isInMethod: boolean): void => {
    switch (node.kind) {
      case "TypeDefinition": {
        const own = withProperties(s.text, node, properties);
        for (const member of node.members) {
          visit(member, own, false);
        }
        return;
      }
      case "FunctionMember":
        visit(node.body, properties, true);
        return;
      case "ScriptBlockExpression":
        checkTypes(s, node.scriptBlock);
        visit(node.scriptBlock, properties, false);
        return;
      case "FunctionDefinition":
        checkTypes(s, node.body);
        visit(node.body, properties, false);
        return;
      case "AssignmentStatement":
        if (isInMethod) {
          checkAssignment(s, node.left, properties);
        }
        break;
      case "UsingStatement":
        if (node.usingKind === "module") {
          checkModule(s, node, node.alias ?? node.name);
        }
        return;
      case "BinaryExpression":
        // Long chains lean to the left; nothing is assigned in their operators.
        walk(node, (inner) => {
          if (inner.kind === "ScriptBlockExpression" || inner.kind === "SubExpression" || inner.kind === "ArrayExpression") {
            visit(inner, properties, isInMethod);
            return false;
          }
          if (inner.kind === "AssignmentStatement" && isInMethod) {
            checkAssignment(s, inner.left, properties);
          }
          return undefined;
        });
        return;
    }
    forEachChild(node, (child) => visit(child, properties, isInMethod));
  };
  visit(root, new Map(), false);
}

/** Properties by name in lower case: true for static ones. */
function withProperties(text: string, type: TypeDefinition, outer: ReadonlyMap<string, boolean>): Map<string, boolean> {
  const properties = new Map(outer);
  const own = new Set<string>();
  for (const member of type.members) {
    const name = text.slice(member.nameStart, member.nameEnd).toLowerCase();
    if (member.kind === "PropertyMember" && !own.has(name)) {
      own.add(name);
      properties.set(name, member.isStatic);
    }
  }
  return properties;
}

function checkAssignment(s: State, left: Expression, properties: ReadonlyMap<string, boolean>): void {
  for (const part of left.kind === "ArrayLiteral" ? left.elements : [left]) {
    let target = part;
    while (target.kind === "ConvertExpression") {
      target = target.child;
    }
    if (target.kind !== "VariableExpression") {
      continue;
    }
    const isStatic = properties.get(variableName(s.text, target).toLowerCase());
    if (isStatic !== undefined) {
      fault(s, isStatic ? "MissingTypeInStaticPropertyAssignment" : "MissingThis", target.start, target.end);
    }
  }
}

/** Reports types that are defined twice in one script block, functions and script blocks within left out. */
function checkTypes(s: State, scope: ScriptBlock): void {
  const names = new Set<string>();
  walk(scope, (node) => {
    if (node.kind === "TypeDefinition") {
      const name = s.text.slice(node.nameStart, node.nameEnd);
      if (names.has(name.toLowerCase())) {
        fault(s, "MemberAlreadyDefined", node.start, node.end, name);
      }
      names.add(name.toLowerCase());
    }
    return node.kind === "ScriptBlock" && node !== scope ? false : undefined;
  });
}

function checkModule(s: State, using: Node, module: Expression): void {
  if (module.kind === "Hashtable") {
    if (!isConstant(s.text, module, "requires")) {
      fault(s, "RequiresArgumentMustBeConstant", using.start, using.end);
    } else if (!isModuleSpecification(s.text, module)) {
      fault(s, "RequiresModuleInvalid", using.start, using.end);
    }
  } else if (module.kind === "StringConstantExpression" && /[*?[\]]/.test(stringValue(s.text, module))) {
    fault(s, "WildCardModuleNameError", using.start, using.end);
  }
}
