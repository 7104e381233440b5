/** Takes back what a build deployed to an environment, the last first, without building anything. */
void call(Map environment, List record) {
    List touched = touched(environment, record)
    for (int i = touched.size() - 1; i >= 0; i--) {
        Map each = touched[i]
        ecsRollback(releaseIdentity(environment) + [cluster: each.cluster, service: each.service,
            to: each.previousTaskDefinition, after: each.taskDefinition])
    }
}

/** The deployments of a record that put something into this environment and left it there. */
List touched(Map environment, List record) {
    List found = []
    for (int i = 0; i < record.size(); i++) {
        Map each = record[i]
        if (each.kind == 'blue-green' && each.cluster == environment.cluster && each.previousTaskDefinition
                && each.previousTaskDefinition != each.taskDefinition
                && each.verdict != 'ROLLED_BACK' && each.ready == null) {
            found << each
        }
    }
    return found
}
