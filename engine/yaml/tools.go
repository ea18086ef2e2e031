//go:build tools

// Package engine pins the YAML language host that engine/obtain builds from Go modules.
package engine

import _ "github.com/pulumi/pulumi-yaml/cmd/pulumi-language-yaml"
