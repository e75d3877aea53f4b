/* The recommended rules. Names that are defined nowhere are found by the types. */
import js from "@eslint/js";

export default [
  {
    files: ["**/*.js"],
    languageOptions: { ecmaVersion: 2024, sourceType: "script" },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      ...js.configs.recommended.rules,
      "no-undef": "off",
      "no-empty": ["error", { allowEmptyCatch: true }],
      "no-var": "error",
      "prefer-const": "error",
      eqeqeq: "error",
    },
  },
  {
    /* It takes signs out of texts that nobody sees, or that join with others. */
    files: ["**/publish/verify.js"],
    rules: { "no-control-regex": "off", "no-misleading-character-class": "off" },
  },
];
