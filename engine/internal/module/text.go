package module

import (
	"strings"

	"github.com/grafana/sobek"
)

// The text of an answer is handed to JavaScript as it came. What looks into it here does not have it converted: sobek copies a text to
// two bytes a character when JavaScript first looks at it and it is not all ASCII, and matches regular expressions rune by rune then.

// textHolds takes text and what is wanted.
func (i *instance) textHolds(call sobek.FunctionCall) sobek.Value {
	return i.vu.Runtime().ToValue(strings.Contains(call.Argument(0).String(), call.Argument(1).String()))
}

// textAttribute takes text and name.
func (i *instance) textAttribute(call sobek.FunctionCall) sobek.Value {
	value, isThere := attributeIn(call.Argument(0).String(), call.Argument(1).String())
	if !isThere {
		return sobek.Null()
	}
	return i.vu.Runtime().ToValue(value)
}

// attributeIn finds the first HTML attribute of a name, with its value in double quotes.
func attributeIn(text, name string) (value string, isThere bool) {
	opening := name + `="`
	for {
		before, after, found := strings.Cut(text, opening)
		if !found {
			return "", false
		}
		if before != "" && strings.ContainsRune("\t\n\f\r ", rune(before[len(before)-1])) {
			value, _, isThere = strings.Cut(after, `"`)
			return value, isThere
		}
		text = after
	}
}
