// Reads {schemas: {name: schema}, texts: [{schema: name, text: YAML}]} from the standard input; writes what is wrong
// with each schema and with each text, empty where nothing is: {schemas: {name: ""}, texts: [""]}.

import { readFileSync } from "node:fs";
import Ajv from "ajv/dist/2020.js";
import formats from "ajv-formats";
import { parse } from "yaml";

const options = {
  strict: true,
  // An id that looks like a number is one to YAML, and may be written without quotes: its schema takes both.
  allowUnionTypes: true,
  allErrors: true,
};

const given = JSON.parse(readFileSync(0, "utf8"));
const validators = {};
const schemas = {};
for (const [name, schema] of Object.entries(given.schemas)) {
  try {
    validators[name] = formats(new Ajv(options)).compile(schema);
    schemas[name] = "";
  } catch (error) {
    schemas[name] = error.message;
  }
}

const texts = given.texts.map(({ schema, text }) => {
  const validate = validators[schema];
  if (!validate) return `there is no schema ${schema}`;
  if (validate(parse(text))) return "";
  return validate.errors.map((each) => `${each.instancePath}: ${each.message}`).join("\n");
});

process.stdout.write(JSON.stringify({ schemas, texts }));
