package network

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"syscall"
)

// handshakeError is a TLS handshake that failed.
type handshakeError struct{ error }

func (e handshakeError) Unwrap() error { return e.error }

// Outcome is what became of a request, one of requestOutcomes in src/core/wire/steps.ts.
func Outcome(status int, err error) string {
	switch {
	case err != nil:
		return outcomeOfError(err)
	case status >= 500:
		return "http5xx"
	case status >= 400:
		return "http4xx"
	}
	return "ok"
}

func outcomeOfError(err error) string {
	var (
		timeout     interface{ Timeout() bool }
		dns         *net.DNSError
		handshake   handshakeError
		record      tls.RecordHeaderError
		certificate *tls.CertificateVerificationError
		authority   x509.UnknownAuthorityError
	)
	switch {
	case errors.Is(err, os.ErrDeadlineExceeded), errors.Is(err, context.DeadlineExceeded),
		errors.As(err, &timeout) && timeout.Timeout():
		return "timeout"
	case errors.As(err, &dns):
		return "dns"
	case errors.Is(err, syscall.ECONNREFUSED):
		return "refused"
	case isBrokenOff(err):
		return "reset"
	case errors.As(err, &handshake), errors.As(err, &record), errors.As(err, &certificate), errors.As(err, &authority):
		return "tls"
	}
	return "otherError"
}

// isBrokenOff tells whether the other side ended the connection before its answer had ended.
func isBrokenOff(err error) bool {
	return errors.Is(err, syscall.ECONNRESET) || errors.Is(err, syscall.EPIPE) || errors.Is(err, errNoAnswer) ||
		errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
}

// isSafeAgain tells whether a request whose used connection broke may be sent once more: nothing was answered, and sending it
// twice does what sending it once does.
func isSafeAgain(req *http.Request, err error) bool {
	wasUnanswered := errors.Is(err, errNoAnswer) || errors.Is(err, syscall.ECONNRESET) || errors.Is(err, syscall.EPIPE)
	return wasUnanswered && isIdempotent(req)
}

func isIdempotent(req *http.Request) bool {
	return req.Method == http.MethodGet || req.Method == http.MethodHead || req.Method == http.MethodOptions
}
