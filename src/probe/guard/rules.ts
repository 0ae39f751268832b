/** What the guard may let through, as the caller gives it. */

export interface GuardRules {
  /** Hosts of known services: URLs, `host`, or `host:port`, from the configuration and from discovery. */
  readonly known: readonly string[];
  /** `probe.allow`: host names, `host:port`, addresses, `address:port`, CIDR ranges. */
  readonly allow: readonly string[];
  /** `probe.connectTo`: `host` or `host:port` → `address:port`, instead of asking DNS. */
  readonly connectTo: Readonly<Record<string, string>>;
}
