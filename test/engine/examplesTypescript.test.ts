// Every TypeScript example, as a user has it: the packed package on the dynamic front, compiled by Pulumi.
import { testExamples } from "./support/example";

testExamples("");
