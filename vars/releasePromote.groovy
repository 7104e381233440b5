/**
 * Gives images the tag of an environment, without a rebuild; copies them where the environment has its own repository.
 * 'images' is one image as releaseBuild gave it, or several by name; the same comes back.
 */
Map call(Map environment, Map images) {
    if (images.image instanceof CharSequence) {
        return promoted(environment, images, environment.repository)
    }
    Map all = [:]
    List names = images.keySet() as List
    for (int i = 0; i < names.size(); i++) {
        String repository = environment.repositories ? environment.repositories[names[i]] : environment.repository
        all[names[i]] = promoted(environment, images[names[i]], repository)
    }
    return all
}

private Map promoted(Map environment, Map image, String repository) {
    // Unique for each build: a repository whose tags may not move takes the next release too.
    String tag = environment.tag ?: "${environment.name}-${env.BUILD_NUMBER}"
    Map arguments = releaseIdentity(environment) + [image: image.image, tag: tag]
    if (repository != null) {
        arguments.repository = repository
    }
    return image + ecrPromote(arguments)
}
