// Writes what Pulumi's own generators make of the plugin's schema: an SDK for each language, and the
// TypeScript of programs in YAML, which are checked against the schema on the way.
//
//	trusthub-codegen sdks SCHEMA VERSION FOLDER
//	trusthub-codegen programs SCHEMA VERSION FOLDER FOLDER-OF-PROGRAMS
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/blang/semver"
	"github.com/hashicorp/hcl/v2"
	"github.com/pulumi/pulumi-yaml/pkg/pulumiyaml"
	yamlcodegen "github.com/pulumi/pulumi-yaml/pkg/pulumiyaml/codegen"
	"github.com/pulumi/pulumi/pkg/v3/codegen/hcl2/syntax"
	"github.com/pulumi/pulumi/pkg/v3/codegen/nodejs"
	"github.com/pulumi/pulumi/pkg/v3/codegen/pcl"
	"github.com/pulumi/pulumi/pkg/v3/codegen/python"
	"github.com/pulumi/pulumi/pkg/v3/codegen/schema"
)

const tool = "pulumi-trusthub"

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(arguments []string) error {
	wanted := map[string]int{"sdks": 4, "programs": 5}
	if len(arguments) == 0 || wanted[arguments[0]] != len(arguments) {
		return errors.New("usage: trusthub-codegen sdks|programs SCHEMA VERSION FOLDER [FOLDER-OF-PROGRAMS]")
	}
	spec, err := read(arguments[1], arguments[2])
	if err != nil {
		return err
	}
	if arguments[0] == "sdks" {
		return writeSDKs(spec, arguments[3])
	}
	return writePrograms(spec, arguments[3], arguments[4])
}

// read takes the schema with the version that the plugin adds to it.
func read(path, version string) (schema.PackageSpec, error) {
	var spec schema.PackageSpec
	text, err := os.ReadFile(path)
	if err == nil {
		err = json.Unmarshal(text, &spec)
	}
	spec.Version = version
	return spec, err
}

// bound checks the schema; generators change what they are given, so each has its own.
func bound(spec schema.PackageSpec) (*schema.Package, error) {
	pkg, diagnostics, err := schema.BindSpec(spec, schema.NewNullLoader(), schema.ValidationOptions{})
	if err == nil && diagnostics.HasErrors() {
		err = diagnostics
	}
	return pkg, err
}

func writeSDKs(spec schema.PackageSpec, folder string) error {
	generators := map[string]func(*schema.Package, schema.ReferenceLoader) (map[string][]byte, error){
		"nodejs": func(pkg *schema.Package, loader schema.ReferenceLoader) (map[string][]byte, error) {
			return nodejs.GeneratePackage(tool, pkg, nil, nil, false, loader)
		},
		"python": func(pkg *schema.Package, loader schema.ReferenceLoader) (map[string][]byte, error) {
			files, err := python.GeneratePackage(tool, pkg, nil, loader)
			if err != nil {
				return nil, err
			}
			if info, ok := pkg.Language["python"].(python.PackageInfo); ok {
				files["README.md"] = files[info.PackageName+"/README.md"] // where pyproject.toml looks
			}
			return files, nil
		},
	}
	for language, generate := range generators {
		pkg, err := bound(spec)
		if err != nil {
			return err
		}
		files, err := generate(pkg, loader{pkg})
		if err != nil {
			return fmt.Errorf("%s: %w", language, err)
		}
		for name, text := range files {
			if err := write(filepath.Join(folder, language, name), text); err != nil {
				return err
			}
		}
	}
	return nil
}

// writePrograms turns every program in YAML below a folder into TypeScript, at the same path below
// another; a folder may be both.
func writePrograms(spec schema.PackageSpec, folder, from string) error {
	pkg, err := bound(spec)
	if err != nil {
		return err
	}
	paths, err := filepath.Glob(filepath.Join(from, "*", "*.yaml"))
	if err == nil && len(paths) == 0 {
		err = fmt.Errorf("there is no program in %s", from)
	}
	if err != nil {
		return err
	}
	var wrong []error
	for _, path := range paths {
		text, err := typescript(path, loader{pkg})
		if err != nil {
			wrong = append(wrong, fmt.Errorf("%s: %w", path, err))
			continue
		}
		below, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		name := strings.TrimSuffix(below, filepath.Ext(below)) + ".ts"
		if err := write(filepath.Join(folder, name), text); err != nil {
			return err
		}
	}
	return errors.Join(wrong...)
}

// typescript turns a program in YAML into one in TypeScript; a name or a type that the schema does
// not have is an error.
func typescript(path string, packages schema.ReferenceLoader) ([]byte, error) {
	source, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	template, read, err := pulumiyaml.LoadYAMLBytes(path, source)
	if err := first(err, read.HCL()); err != nil {
		return nil, err
	}
	text, found, err := yamlcodegen.ConvertTemplateIL(template, packages)
	if err := first(err, found); err != nil {
		return nil, err
	}
	parser := syntax.NewParser()
	err = parser.ParseFile(strings.NewReader(text), "program.pp")
	if err := first(err, parser.Diagnostics); err != nil {
		return nil, err
	}
	program, found, err := pcl.BindProgram(parser.Files, packages)
	if err := first(err, found); err != nil {
		return nil, err
	}
	files, found, err := nodejs.GenerateProgram(program)
	if err := first(err, found); err != nil {
		return nil, err
	}
	return files["index.ts"], nil
}

// first gives the error, else everything that was found, warnings too.
func first(err error, found hcl.Diagnostics) error {
	if err != nil || len(found) == 0 {
		return err
	}
	return errors.Join(found.Errs()...)
}

func write(path string, text []byte) error {
	if before, err := os.ReadFile(path); err == nil && bytes.Equal(before, text) {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		return err
	}
	return os.WriteFile(path, text, 0o666)
}

// loader knows this one package, and Pulumi's own.
type loader struct{ pkg *schema.Package }

func (l loader) LoadPackageReferenceV2(
	_ context.Context, wanted *schema.PackageDescriptor,
) (schema.PackageReference, error) {
	switch wanted.Name {
	case "pulumi":
		return schema.DefaultPulumiPackage.Reference(), nil
	case l.pkg.Name:
		return l.pkg.Reference(), nil
	}
	return nil, fmt.Errorf("no package is called %s", wanted.Name)
}

func (l loader) LoadPackageV2(ctx context.Context, wanted *schema.PackageDescriptor) (*schema.Package, error) {
	found, err := l.LoadPackageReferenceV2(ctx, wanted)
	if err != nil {
		return nil, err
	}
	return found.Definition()
}

func (l loader) LoadPackageReference(name string, version *semver.Version) (schema.PackageReference, error) {
	return l.LoadPackageReferenceV2(context.Background(), &schema.PackageDescriptor{Name: name, Version: version})
}

func (l loader) LoadPackage(name string, version *semver.Version) (*schema.Package, error) {
	return l.LoadPackageV2(context.Background(), &schema.PackageDescriptor{Name: name, Version: version})
}
