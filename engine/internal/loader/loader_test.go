package loader

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestScriptPosition(t *testing.T) {
	cases := []struct {
		line string
		want int
	}{
		{"k6 run script.ts", 2},
		{"k6 run /abs/script.js", 2},
		{"k6 run script.ts --vus 3", 2},
		{"k6 run --no-thresholds script.ts", 3},
		{"k6 run --vus 3 --out timeline=x.js script.ts --quiet", 6},
		{"k6 run -c k6.config.ts script.ts", 4},
		{"k6 run -e A=b.ts script.mts", 4},
		{"k6 run --config=k6.config.ts script.ts", 3},
		{"k6 archive script.ts -O a.tar", 2},
		{"k6 inspect script.ts", 2},
		{"k6 --verbose run script.ts", 3},
		{"k6 run -", -1},
		{"k6 run archive.tar", -1},
		{"k6 new script.ts", -1},
		{"k6 version", -1},
		{"k6", -1},
	}
	for _, c := range cases {
		if got := scriptPosition(strings.Fields(c.line)); got != c.want {
			t.Errorf("%s: %d, want %d", c.line, got, c.want)
		}
	}
}

// write makes files in a new folder, and returns the folder.
func write(t *testing.T, files map[string]string) string {
	t.Helper()
	folder := t.TempDir()
	for name, content := range files {
		path := filepath.Join(folder, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}

func environment(values map[string]string) func(string) string {
	return func(name string) string { return values[name] }
}

func TestBundleHoldsWhatTheScriptImports(t *testing.T) {
	folder := write(t, map[string]string{
		"scenarios/shop.ts":              `import { add } from './lib/add.ts'; import pick from 'pick'; export default (): number => add(pick, 1 as number);`,
		"scenarios/lib/add.ts":           `export const add = (a: number, b: number): number => a + b;`,
		"node_modules/pick/package.json": `{"name": "pick", "main": "index.js"}`,
		"node_modules/pick/index.js":     `module.exports = 41;`,
	})
	t.Chdir(folder)
	for _, script := range []string{"scenarios/shop.ts", filepath.Join(folder, "scenarios", "shop.ts")} {
		bundle, err := Load([]string{"k6", "run", script, "--quiet"}, environment(nil))
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(bundle.Args, " "); got != "k6 run - --quiet" {
			t.Errorf("arguments: %s", got)
		}
		for _, part := range []string{"a + b", "module.exports = 41", "sourceMappingURL=data:"} {
			if !strings.Contains(string(bundle.Source), part) {
				t.Errorf("%s: the bundle lacks %q", script, part)
			}
		}
	}
}

func TestSwitches(t *testing.T) {
	script := filepath.Join(write(t, map[string]string{"a.ts": `export default () => {}`}), "a.ts")
	bundle, err := Load([]string{"k6", "run", script}, environment(map[string]string{"XK6_TS": "false"}))
	if bundle != nil || err != nil {
		t.Errorf("XK6_TS=false: %v, %v", bundle, err)
	}
	bundle, err = Load([]string{"k6", "run", script}, environment(map[string]string{"XK6_TS_SOURCEMAP": "false"}))
	if err != nil || strings.Contains(string(bundle.Source), "sourceMappingURL") {
		t.Errorf("XK6_TS_SOURCEMAP=false left a source map: %v", err)
	}
}

func TestErrorsNameFileLineAndColumn(t *testing.T) {
	folder := write(t, map[string]string{
		"a.ts":       "import { b } from './lib/b.ts';\nimport gone from 'gone';\nexport default () => b + gone;\n",
		"lib/b.ts":   "export const b = 1;\nexport const c = = 2;\n",
		"missing.js": "import './absent.js';\n",
	})
	t.Chdir(folder)
	cases := map[string][]string{
		"a.ts":       {"lib/b.ts:2:17:", `Could not resolve "gone"`, "a.ts:2:17:"},
		"missing.js": {"missing.js:1:7:"},
		"absent.ts":  {"absent.ts", "no such file"},
	}
	for script, wants := range cases {
		_, err := Load([]string{"k6", "run", script}, environment(nil))
		for _, want := range wants {
			if err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%s: %v, want %s", script, err, want)
			}
		}
		if strings.Contains(err.Error(), "plugin k6") {
			t.Errorf("%s: says more than what is wrong: %v", script, err)
		}
	}
}

// Requests of k6/http would be no part of a shopper's step.
func TestAnAdapterThatImportsK6HTTPIsRefused(t *testing.T) {
	const scenario = `import engine from 'k6/x/peakproof'; import shop from './shop.ts'; export default () => shop(engine)`
	cases := map[string]bool{
		`import http from 'k6/http'; export default () => http.get('/')`: true,
		`export default () => 1`: false,
	}
	for adapter, isRefused := range cases {
		folder := write(t, map[string]string{"scenario.ts": scenario, "shop.ts": adapter})
		_, err := Load([]string{"k6", "run", filepath.Join(folder, "scenario.ts")}, environment(nil))
		if got := err != nil && strings.Contains(err.Error(), "shopper.get"); got != isRefused {
			t.Errorf("%s: %v", adapter, err)
		}
	}
	plain := filepath.Join(write(t, map[string]string{"a.js": `import http from 'k6/http'; export default () => http.get('/')`}), "a.js")
	if _, err := Load([]string{"k6", "run", plain}, environment(nil)); err != nil {
		t.Errorf("a k6 script of no shopper: %v", err)
	}
}
