/** The part of an environment that says who acts, and where: the parameters that every step of a release shares. */
Map call(Map environment) {
    Map identity = [:]
    for (String key in ['region', 'credentialsId', 'roleArn', 'externalId', 'environment']) {
        if (environment[key] != null) {
            identity[key] = environment[key]
        }
    }
    return identity
}
