/** The janitor's first words once it watches its lease; whoever started it waits for them. */
export const janitorWatches = 'watching the lease';
