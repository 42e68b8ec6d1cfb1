#!/usr/bin/env node
// The CLI is TypeScript and needs no build: tsx compiles it as it is loaded.
import { createRequire } from "node:module";
import { register } from "tsx/cjs/api";

register();
createRequire(import.meta.url)("./cli.ts").main(process.argv);
