/**
 * Asks whether an image may go to production. Holds no executor, has a stable id and a time limit. Before anybody is
 * asked, the plan of every service is made, so that a release that cannot work is refused here and not at night. Where a
 * good build is repeated, 'again' is its number, and what is offered is to deploy its digest again.
 * Returns who approved.
 */
String call(Map release, Map images, boolean migrate, Integer again = null) {
    Map production = release.production
    List plans = []
    for (int i = 0; i < production.services.size(); i++) {
        Map plan = ecsBlueGreen(releaseDeploy.arguments(production, production.services[i], images) + [plan: true])
        if (plan.problems) {
            error "The release of ${production.services[i].service} to production could not begin, and nobody was asked. ${plan.problems}"
        }
        plans << "${production.services[i].service}: ${plan.summary}"
    }
    releaseNotify(release, [event: 'gate', image: releaseImages.told(images)])
    String approver = ''
    timeout(time: production.approveWithinHours, unit: 'HOURS') {
        approver = input(id: 'DeployProduction', message: message(release, images, migrate, again, plans), ok: again == null ? 'Deploy' : 'Deploy that digest again',
            submitter: production.approvers, submitterParameter: 'APPROVER')
    }
    return approver
}

/**
 * At most 800 characters: Jenkins stores no longer ones. Blue Ocean and Pipeline Graph View show all lines as one, so each
 * begins with a mark of its own. The plans come last, as the page has them whole.
 */
String message(Map release, Map images, boolean migrate, Integer again = null, List plans = []) {
    Map production = release.production
    String services = ''
    for (int i = 0; i < production.services.size(); i++) {
        services += (i > 0 ? ', ' : '') + production.services[i].service
    }
    List lines = [again == null ? "Deploy ${release.app} to production?"
        : "Deploy that digest again? Build ${again} had released this ${release.app} to production; nothing is built anew."]
    List each = images.image instanceof CharSequence ? [images] : images.values() as List
    for (int i = 0; i < each.size(); i++) {
        lines << "- Image: ${each[i].image}"
        lines << "- Scan: ${findings(each[i].findings)}"
    }
    lines += [
        "- Where: ${production.cluster}/${services}",
        migrate ? "- Migration: YES, of ${production.database ?: 'the database'}, after a snapshot: ${release.migration.command}"
            : '- Migration: no',
        "- Cause: ${causes()}",
        "- May approve: ${production.approvers ?: 'anybody who may build'}",
    ]
    if (env.BUILD_URL) {
        lines << "- Plan: ${env.BUILD_URL}ecs-release/"
    }
    for (int i = 0; i < plans.size(); i++) {
        lines << "- Plan of ${plans[i]}"
    }
    String text = lines.join('\n')
    return text.length() <= 800 ? text : text.substring(0, 797) + '...'
}

private String findings(def found) {
    if (!(found instanceof Map)) {
        return found == null ? 'see the log' : "${found}"
    }
    List counts = []
    for (severity in found.keySet()) {
        counts << "${found[severity]} ${severity}"
    }
    return counts.isEmpty() ? 'no findings' : counts.join(', ')
}

private String causes() {
    String all = ''
    List known = currentBuild.buildCauses
    for (int i = 0; i < known.size(); i++) {
        all += (i > 0 ? '; ' : '') + known[i].shortDescription
    }
    return all
}
