/** Gives the image the tag of an environment, without a rebuild; copies it where the environment has its own repository. */
Map call(Map environment, Map image) {
    Map arguments = releaseIdentity(environment) + [image: image.image, tag: environment.tag]
    if (environment.repository != null) {
        arguments.repository = environment.repository
    }
    return image + ecrPromote(arguments)
}
