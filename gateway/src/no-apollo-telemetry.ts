/**
 * Imported before `@apollo/gateway`, which otherwise reports its use to Apollo's servers. The variable is the only
 * switch it has, and it must not depend on how the process was started.
 */
// oxlint-disable-next-line node/no-process-env -- set, not read: it is the library's only switch
process.env['APOLLO_TELEMETRY_DISABLED'] = 'true';
