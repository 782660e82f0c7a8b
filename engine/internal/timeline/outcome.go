package timeline

// StepOutcomes are the outcomes that a scenario may give to a step (src/core/wire/steps.ts).
var StepOutcomes = []string{"ok", "declined", "soldOut", "failedCheck", "error", "timeout"}
