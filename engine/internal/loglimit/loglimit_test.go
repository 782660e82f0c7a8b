package loglimit

import (
	"context"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/sirupsen/logrus"
)

// fileHook stands for the one by which k6 writes its log.
type fileHook struct{ messages []string }

func (h *fileHook) Listen(context.Context) {}
func (h *fileHook) Levels() []logrus.Level {
	return []logrus.Level{logrus.ErrorLevel, logrus.WarnLevel}
}
func (h *fileHook) Fire(entry *logrus.Entry) error {
	h.messages = append(h.messages, entry.Level.String()+" "+entry.Message)
	return nil
}

// otherHook stands for the one by which k6 takes secrets out.
type otherHook struct {
	fileHook
	Listen struct{}
}

func limited() (*logrus.Logger, *fileHook, *otherHook, *Limit, *time.Time) {
	logger, file, other := logrus.New(), &fileHook{}, &otherHook{}
	logger.SetOutput(io.Discard)
	logger.AddHook(other)
	logger.AddHook(file)
	limit := Install(logger)
	now := time.Unix(1_700_000_000, 0)
	limit.now = func() time.Time { return now }
	return logger, file, other, limit, &now
}

func TestAFloodOfMessagesIsBoundedAndCounted(t *testing.T) {
	logger, file, other, limit, now := limited()
	for i := range 1000 {
		logger.Errorf("shopper %d", i)
	}
	if len(file.messages) != maxPerMinute || file.messages[0] != "error shopper 0" {
		t.Fatalf("%d messages, the first %s", len(file.messages), file.messages[0])
	}
	Exempt(logger).Error("said once")
	*now = now.Add(time.Minute)
	logger.Warn("next minute")
	want := fmt.Sprintf("error said once; warning … and %d more messages: the log takes 50 a minute; warning next minute", 1000-maxPerMinute)
	if got := strings.Join(file.messages[maxPerMinute:], "; "); got != want {
		t.Errorf("%s", got)
	}
	for range 60 {
		logger.Error("again")
	}
	limit.Close()
	logger.Error("last words")
	want = "error … and 11 more messages: the log takes 50 a minute; error last words"
	if got := strings.Join(file.messages[len(file.messages)-2:], "; "); got != want {
		t.Errorf("%s", got)
	}
	if len(other.messages) < 1060 {
		t.Errorf("a hook that writes nothing saw %d messages", len(other.messages))
	}
}

func TestALongMessageIsCut(t *testing.T) {
	logger, file, _, _, _ := limited()
	logger.Error(strings.Repeat("x", 1<<20))
	if length := len(file.messages[0]); length > maxMessageBytes+20 {
		t.Errorf("%d bytes", length)
	}
}

func TestWithoutALogInAFileNothingIsLimited(t *testing.T) {
	logger := logrus.New()
	logger.SetOutput(io.Discard)
	Install(logger).Close()
	Install(logger.WithField("a", 1)).Close()
	Install(nil).Close()
	Exempt(nil).Error("to nobody")
}
