/**
 * The images of a release: one, as releaseBuild gave it, or several by name. Returns the image of this name; where there is
 * one, it needs none.
 */
Map call(Map images, String name = null) {
    if (images.image instanceof CharSequence) {
        return images
    }
    if (name == null && images.size() > 1) {
        error "There are several images, ${(images.keySet() as List).join(', ')}: say which one is meant."
    }
    Map one = name == null ? images[(images.keySet() as List)[0]] : images[name]
    if (one == null) {
        error "There is no image '${name}' among ${(images.keySet() as List).join(', ')}."
    }
    return one
}

/** Every image by its digest, for people. */
String told(Map images) {
    List all = images.image instanceof CharSequence ? [images] : images.values() as List
    String text = ''
    for (int i = 0; i < all.size(); i++) {
        text += (i > 0 ? ', ' : '') + all[i].image
    }
    return text
}
