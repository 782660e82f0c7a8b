package timeline

const (
	// bucketCount is the number of buckets of the geometry: bucketIndex(highestUs) + 1.
	bucketCount = 20_601

	// From this many attempts on, one count a bucket (4 bytes each) takes no more room than one bucket an attempt (2 bytes each).
	maxListed   = 2 * bucketCount
	firstListed = 64

	bytesAnEntry = 128
)

// attempts are the latencies of one entry, as buckets of the histogram: two bytes an attempt, at most 80 KiB however many
// they are.
type attempts struct {
	total  int
	listed []uint16
	// counts take the place of the list when it would be the longer one.
	counts []uint32
}

func (a *attempts) add(bucket uint16) {
	a.total++
	if a.counts != nil {
		a.counts[bucket]++
		return
	}
	a.listed = append(a.listed, bucket)
}

// addMicroseconds adds a latency, with the memory that it takes.
func (a *attempts) addMicroseconds(us int64) {
	if a.mustGrow() {
		a.grow()
	}
	a.add(uint16(bucketIndex(uint32(min(max(us, lowestUs), highestUs)))))
}

// mustGrow tells whether the next attempt needs more memory.
func (a *attempts) mustGrow() bool { return a.counts == nil && len(a.listed) == cap(a.listed) }

// grownBytes is what a will hold after the next grow.
func (a *attempts) grownBytes() int {
	if cap(a.listed) >= maxListed {
		return 4 * bucketCount
	}
	return 2 * grownListed(cap(a.listed))
}

func grownListed(listed int) int { return min(max(2*listed, firstListed), maxListed) }

func (a *attempts) grow() {
	if cap(a.listed) < maxListed {
		grown := make([]uint16, len(a.listed), grownListed(cap(a.listed)))
		copy(grown, a.listed)
		a.listed = grown
		return
	}
	a.counts = make([]uint32, bucketCount)
	for _, bucket := range a.listed {
		a.counts[bucket]++
	}
	a.listed = nil
}

func (a *attempts) bytes() int { return 2*cap(a.listed) + 4*len(a.counts) }

// clear forgets the attempts and keeps the memory.
func (a *attempts) clear() {
	a.total, a.listed = 0, a.listed[:0]
	clear(a.counts)
}
