import { vi } from 'vitest';

/** Keys that open nothing, and no look at the machine's own AWS configuration. */
export const dummyCredentials = { accessKeyId: 'test', secretAccessKey: 'test' };

/** Removes everything that the AWS SDK would find on this machine, then sets what is given. */
export const stubAwsEnvironment = (given: Readonly<Record<string, string>>): void => {
  for (const name of Object.keys(process.env).filter((each) => each.startsWith('AWS_'))) vi.stubEnv(name, undefined);
  const nothing = {
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
  };
  for (const [name, value] of Object.entries({ ...nothing, ...given })) vi.stubEnv(name, value);
};

/** What a person would have set, with dummy keys. */
export const dummyAwsEnvironment = {
  AWS_ACCESS_KEY_ID: dummyCredentials.accessKeyId,
  AWS_SECRET_ACCESS_KEY: dummyCredentials.secretAccessKey,
  AWS_REGION: 'eu-west-1',
};
