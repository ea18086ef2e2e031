// Every YAML example, through the plugin of the packed package.
import { testExamples } from "./support/example";

testExamples("-yaml");
