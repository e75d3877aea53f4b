/* Slips in style sheets, and one rule of ours: a single sheet names what is Material's. */
import { basename } from "node:path";
import stylelint from "stylelint";

const NAME = "playbook/theme-in-one-sheet";
const SHEET = "material.css";
const messages = stylelint.utils.ruleMessages(NAME, {
  rejected: (found) => `"${found}" is Material's: only ${SHEET} names what is; take a token of ours or \`.pb-content\``,
});

const rule = () => (root, result) => {
  if (basename(root.source.input.file ?? "") === SHEET) return;
  root.walk((node) => {
    const said = [node.selector, node.prop, node.value, node.params].filter(Boolean).join(" ");
    const found = /[\w.-]*\bmd-[\w-]+/.exec(said);
    if (node.type !== "comment" && found) stylelint.utils.report({ message: messages.rejected(found[0]), node, result, ruleName: NAME });
  });
};

export default {
  plugins: [stylelint.createPlugin(NAME, Object.assign(rule, { ruleName: NAME, messages }))],
  reportNeedlessDisables: true,
  rules: {
    [NAME]: true,
    "block-no-empty": true,
    "color-no-invalid-hex": true,
    "custom-property-no-missing-var-function": true,
    "declaration-block-no-duplicate-custom-properties": true,
    "declaration-block-no-shorthand-property-overrides": true,
    "font-family-no-duplicate-names": true,
    "function-calc-no-unspaced-operator": true,
    "media-feature-name-no-unknown": true,
    "property-no-unknown": true,
    "selector-pseudo-class-no-unknown": true,
    "selector-pseudo-element-no-unknown": true,
    "selector-type-no-unknown": true,
    "string-no-newline": true,
    "unit-no-unknown": true,
  },
};
