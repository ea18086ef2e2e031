//go:build tools

// Package engine pins the Pulumi CLI that engine/obtain builds from Go modules.
package engine

import _ "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi"
