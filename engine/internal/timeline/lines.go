package timeline

// The lines of timeline-<worker>.ndjson; the schema is src/core/wire/timeline.ts.

type histogramGeometry struct {
	Unit               string `json:"unit"`
	Lowest             int    `json:"lowest"`
	Highest            int    `json:"highest"`
	SignificantFigures int    `json:"significantFigures"`
}

type headerLine struct {
	V            int               `json:"v"`
	Type         string            `json:"type"`
	Worker       string            `json:"worker"`
	T0Ms         float64           `json:"t0Ms"`
	HostsPlanned uint64            `json:"hostsPlanned"`
	Histogram    histogramGeometry `json:"histogram"`
}

type entryLine struct {
	Type      string `json:"type"`
	Second    int    `json:"second"`
	Kind      kind   `json:"kind"`
	Name      string `json:"name"`
	Outcome   string `json:"outcome"`
	Count     int    `json:"count"`
	Histogram string `json:"histogram"`
}

type secondLine struct {
	Type               string  `json:"type"`
	Second             int     `json:"second"`
	ActiveVirtualUsers int64   `json:"activeVirtualUsers"`
	SessionsStarted    int64   `json:"sessionsStarted"`
	SessionsFinished   int64   `json:"sessionsFinished"`
	SessionsAbandoned  int64   `json:"sessionsAbandoned"`
	SessionsCrashed    int64   `json:"sessionsCrashed"`
	SessionsLate       int64   `json:"sessionsLate"`
	TimerLatenessP99Ms float64 `json:"timerLatenessP99Ms"`
	SchedLatencyP99Ms  float64 `json:"schedLatencyP99Ms"`
	CPUSeconds         float64 `json:"cpuSeconds"`
	RSSMiB             float64 `json:"rssMiB"`
	BytesSent          int64   `json:"bytesSent"`
	BytesReceived      int64   `json:"bytesReceived"`
	OpenConnections    int64   `json:"openConnections"`
	ClockSkewMs        float64 `json:"clockSkewMs"`
}

type waitingLine struct {
	Type            string            `json:"type"`
	Second          int               `json:"second"`
	RoundTrips      string            `json:"roundTrips"`
	BetweenRequests map[string]string `json:"betweenRequests"`
}

type endLine struct {
	Type          string `json:"type"`
	Second        int    `json:"second"`
	HostsStarted  int64  `json:"hostsStarted"`
	HostsFinished int64  `json:"hostsFinished"`
	RequestsCut   int64  `json:"requestsCut"`
	Stopped       bool   `json:"stopped"`
	SecondsLost   int    `json:"secondsLost,omitempty"`
}
