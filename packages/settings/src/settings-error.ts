/** Where a value came from; `name` is what the person typed or set: `--db`, `WIREFOLD_DB`, a file's path. */
export interface Origin {
  readonly kind: 'option' | 'environment' | 'file' | 'default';
  readonly name: string;
}

/** What is wrong with one setting, field by field. */
export interface SettingsFault {
  /** Key of the setting, or the unknown key. */
  readonly key: string;
  /** The value as given, with the credentials of a URL masked. */
  readonly value: string;
  readonly origin: Origin;
  /** What would have been right. */
  readonly expected: string;
}

/** A setting is unknown or its value is wrong: the person has to change it, so programs exit with `exitCode`. */
export class SettingsError extends Error {
  /** Wrong usage, by the contract's exit statuses. */
  readonly exitCode = 2;
  readonly fault: SettingsFault;

  constructor(message: string, fault: SettingsFault, options?: ErrorOptions) {
    super(message, options);
    this.name = 'SettingsError';
    this.fault = fault;
  }
}
