package shoppers

import "strings"

// RequestName is the name under which a request is counted when it is given none: method and path, without the query, every part
// that holds a digit as `:id`, so that ten thousand products are one line of the report.
func RequestName(method, target string) string {
	path := target
	if _, rest, isWhole := strings.Cut(path, "://"); isWhole {
		slash := strings.IndexByte(rest, '/')
		if slash < 0 {
			return method + " /"
		}
		path = rest[slash:]
	}
	if end := strings.IndexAny(path, "?#"); end >= 0 {
		path = path[:end]
	}
	if path == "" {
		path = "/"
	}
	if !strings.ContainsAny(path, "0123456789") {
		return method + " " + path
	}
	parts := strings.Split(path, "/")
	for i, part := range parts {
		if strings.ContainsAny(part, "0123456789") {
			parts[i] = ":id"
		}
	}
	return method + " " + strings.Join(parts, "/")
}
