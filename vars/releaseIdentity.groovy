/**
 * The part of an environment that says who acts, and where: the parameters that every step of a release shares. Migrations
 * act with a role of their own where there is one.
 */
Map call(Map environment, boolean migrating = false) {
    Map identity = [:]
    for (String key in ['region', 'credentialsId', 'roleArn', 'externalId', 'environment']) {
        if (environment[key] != null) {
            identity[key] = environment[key]
        }
    }
    if (migrating && environment.migrationRoleArn != null) {
        identity.roleArn = environment.migrationRoleArn
    }
    return identity
}
