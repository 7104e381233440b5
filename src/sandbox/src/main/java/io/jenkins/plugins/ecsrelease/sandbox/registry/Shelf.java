package io.jenkins.plugins.ecsrelease.sandbox.registry;

import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Puts images into repositories, by ECR's rules, for both of its doors. A part of the world. */
final class Shelf {

    /** Why ECR would not take an image. */
    enum Why {
        NO_MANIFEST,
        LAYERS_MISSING,
        IMAGES_MISSING,
        TAG_HELD,
        OTHER_DIGEST
    }

    /** Refusal of an image, before either door words it. */
    static final class NotTaken extends Exception {
        final Why why;

        NotTaken(Why why, String message) {
            super(message);
            this.why = why;
        }
    }

    /** @param news false when the very same image had the very same tag before */
    record Put(StoredImage image, boolean news) {}

    private final World world;
    private final Repositories repositories;
    private final Scans scans;

    Shelf(World world) {
        this.world = world;
        repositories = world.part(Repositories.class);
        scans = world.part(Scans.class);
    }

    /**
     * @param tag empty for none
     * @param digest that the bytes must have; empty for any
     */
    Put put(Repository repository, byte[] bytes, String mediaType, String tag, String digest) throws NotTaken {
        Manifest manifest;
        try {
            manifest = Manifest.read(bytes, mediaType);
        } catch (IOException e) {
            throw new NotTaken(Why.NO_MANIFEST, "Image manifest is not valid: " + e.getMessage());
        }
        String actual = Digest.of(bytes);
        if (!digest.isEmpty() && !digest.equals(actual)) {
            throw new NotTaken(Why.OTHER_DIGEST, "Image digest '" + digest + "' does not match the digest '" + actual
                    + "' of the manifest");
        }
        complete(repository, manifest);
        Optional<StoredImage> holder = tag.isEmpty() ? Optional.empty() : repository.tagged(tag);
        if (holder.isPresent() && !holder.get().digest.equals(actual) && repository.holdsFast(tag)) {
            throw new NotTaken(Why.TAG_HELD, "The image tag '" + tag + "' already exists in the '" + repository.name
                    + "' repository and cannot be overwritten because the tag is immutable.");
        }
        StoredImage known = repository.images.get(actual);
        StoredImage image = known == null ? new StoredImage(actual, bytes, manifest, world.time().now()) : known;
        boolean news = known == null || (!tag.isEmpty() && !image.tags.contains(tag));
        if (news) {
            repository.images.put(actual, image);
            if (!tag.isEmpty()) {
                holder.ifPresent(before -> before.tags.remove(tag));
                image.tags.add(tag);
            }
            note(repository, image, tag);
        }
        if (known == null) {
            image.signers = SigningCalls.signers(repositories, repository);
            scans.pushed(repository, image);
        }
        return new Put(image, news);
    }

    private void complete(Repository repository, Manifest manifest) throws NotTaken {
        List<String> layers = new ArrayList<>();
        for (Manifest.Part blob : manifest.blobs()) {
            if (!repository.blobs.contains(blob.digest())) {
                layers.add(blob.digest());
            }
        }
        if (!layers.isEmpty()) {
            throw new NotTaken(Why.LAYERS_MISSING, "Layers with digests '" + layers
                    + "' required for pushing image into repository with name '" + repository.name
                    + "' in the registry with id '" + repository.account + "' do not exist");
        }
        List<String> images = new ArrayList<>();
        for (Manifest.Part child : manifest.children()) {
            if (!repository.images.containsKey(child.digest())) {
                images.add(child.digest());
            }
        }
        if (!images.isEmpty()) {
            throw new NotTaken(Why.IMAGES_MISSING, "Images with digests '" + images
                    + "' required for pushing image into repository with name '" + repository.name
                    + "' in the registry with id '" + repository.account + "' do not exist");
        }
    }

    private void note(Repository repository, StoredImage image, String tag) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("repository", repository.name);
        details.put("digest", image.digest);
        details.put("tag", tag);
        world.ledger().add(repository.arn(), details);
    }
}
