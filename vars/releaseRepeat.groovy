/**
 * What a rebuild or replay of an earlier build is for: of a failed one that changed production a person says, of a good
 * one it is deployed again. Returns 'Roll back', 'Deploy again' or 'Try again'.
 */
String call(Map release, Map origin) {
    if (origin.originalResult == 'SUCCESS' && image(origin.record) != null) {
        return 'Deploy again'
    }
    List touched = releaseRollback.touched(release.production, origin.record)
    if (touched.isEmpty()) {
        echo "Build ${origin.originalBuild} left nothing in production to roll back: this build tries again."
        return 'Try again'
    }
    String services = ''
    for (int i = 0; i < touched.size(); i++) {
        services += (i > 0 ? ', ' : '') + touched[i].service
    }
    String next = ''
    stage('Approve') {
        timeout(time: release.production.approveWithinHours, unit: 'HOURS') {
            Map answer = input(id: 'RollBackProduction', ok: 'Go on', submitter: release.production.approvers,
                submitterParameter: 'APPROVER',
                message: "Build ${origin.originalBuild} ended as ${origin.originalResult} and had deployed ${services}. Roll it back, or try the release again?",
                parameters: [choice(name: 'NEXT', choices: ['Roll back', 'Try again'], description: 'What this build does.')])
            next = answer.NEXT
        }
    }
    return next
}

/** The image that a build built or released, or null. */
Map image(List record) {
    for (int i = record.size() - 1; i >= 0; i--) {
        if (record[i].image != null) {
            return record[i]
        }
    }
    return null
}
