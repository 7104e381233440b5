/**
 * What a rebuild or replay of an earlier build is for: of a failed one that changed an environment a person says, of a good
 * one it is deployed again. A build that was started to roll back is for that alone, once somebody has approved it.
 * Returns 'Roll back', 'Deploy again' or 'Try again'.
 */
String call(Map release, Map origin) {
    boolean decided = origin.mode == 'rollback'
    if (!decided && origin.originalResult == 'SUCCESS' && images(release, origin.record) != null) {
        return 'Deploy again'
    }
    Map environment = environment(release, origin)
    List touched = releaseRollback.touched(environment, origin.record)
    if (touched.isEmpty()) {
        if (decided) {
            error "Build ${origin.originalBuild} left nothing to roll back: nothing was changed."
        }
        echo "Build ${origin.originalBuild} left nothing to roll back: this build tries again."
        return 'Try again'
    }
    String services = ''
    for (int i = 0; i < touched.size(); i++) {
        services += (i > 0 ? ', ' : '') + touched[i].service
    }
    String next = 'Roll back'
    stage('Approve') {
        releaseNotify(release, [event: 'gate', build: origin.originalBuild])
        timeout(time: environment.approveWithinHours ?: release.production.approveWithinHours, unit: 'HOURS') {
            if (decided) {
                input(id: environment.name == 'production' ? 'RollBackProduction' : 'RollBackStaging', ok: 'Roll back', submitter: environment.approvers ?: '', submitterParameter: 'APPROVER',
                    message: text("Roll back what build ${origin.originalBuild} deployed (${services})?"))
            } else {
                def answer = input(id: environment.name == 'production' ? 'RollBackProduction' : 'RollBackStaging', ok: 'Go on', submitter: environment.approvers ?: '',
                    submitterParameter: 'APPROVER',
                    message: text("Build ${origin.originalBuild} ended as ${origin.originalResult} and had deployed ${services} to ${environment.name}. Roll it back, or try the release again?"),
                    parameters: [choice(name: 'NEXT', choices: ['Roll back', 'Try again'], description: 'What this build does.')])
                // Without its parameters, as a script may send it, Jenkins gives the name of who answered and nothing else.
                next = answer instanceof Map ? answer.NEXT : null
                if (next == null) {
                    error "${answer} approved without saying what this build does, so it does nothing. Approve with the parameter NEXT: 'Roll back' or 'Try again'."
                }
            }
        }
    }
    return next
}

/** What is rolled back: production where the build changed it, else staging. */
Map environment(Map release, Map origin) {
    if (release.staging == null || !releaseRollback.touched(release.production, origin.record).isEmpty()) {
        return release.production
    }
    return releaseRollback.touched(release.staging, origin.record).isEmpty() ? release.production : release.staging
}

/** Jenkins stores no longer messages. */
private String text(String message) {
    return message.length() <= 800 ? message : message.substring(0, 797) + '...'
}

/** The images that a build built or released, by name; null unless all of them are on record. */
Map images(Map release, List record) {
    Map found = [:]
    List names = release.images.keySet() as List
    for (int i = 0; i < names.size(); i++) {
        String repository = names.size() > 1 ? '/' + release.images[names[i]].repository + '@' : ''
        for (int j = record.size() - 1; j >= 0 && found[names[i]] == null; j--) {
            if (record[j].image != null && record[j].image.contains(repository)) {
                found[names[i]] = record[j]
            }
        }
        if (found[names[i]] == null) {
            return null
        }
    }
    return found
}
