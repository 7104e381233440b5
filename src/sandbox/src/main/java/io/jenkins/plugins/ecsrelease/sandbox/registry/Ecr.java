package io.jenkins.plugins.ecsrelease.sandbox.registry;

import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.*;

/** The operations of ECR that the sandbox knows, each a line here and in full with its likes. */
final class Ecr implements EcrClient {

    private final RepositoryCalls repositories;
    private final ImageCalls images;
    private final LayerCalls layers;
    private final ScanCalls scans;
    private final LifecycleCalls lifecycles;
    private final SigningCalls signing;

    Ecr(World world) {
        repositories = new RepositoryCalls(world);
        images = new ImageCalls(world);
        layers = new LayerCalls(world);
        scans = new ScanCalls(world);
        lifecycles = world.part(LifecycleCalls.class);
        signing = new SigningCalls(world);
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {}

    @Override
    public CreateRepositoryResponse createRepository(CreateRepositoryRequest request) {
        return repositories.create(request);
    }

    @Override
    public DescribeRepositoriesResponse describeRepositories(DescribeRepositoriesRequest request) {
        return repositories.describe(request);
    }

    @Override
    public DeleteRepositoryResponse deleteRepository(DeleteRepositoryRequest request) {
        return repositories.delete(request);
    }

    @Override
    public PutImageTagMutabilityResponse putImageTagMutability(PutImageTagMutabilityRequest request) {
        return repositories.mutability(request);
    }

    @Override
    public PutImageScanningConfigurationResponse putImageScanningConfiguration(
            PutImageScanningConfigurationRequest request) {
        return repositories.scanning(request);
    }

    @Override
    public SetRepositoryPolicyResponse setRepositoryPolicy(SetRepositoryPolicyRequest request) {
        return repositories.setPolicy(request);
    }

    @Override
    public GetRepositoryPolicyResponse getRepositoryPolicy(GetRepositoryPolicyRequest request) {
        return repositories.getPolicy(request);
    }

    @Override
    public TagResourceResponse tagResource(TagResourceRequest request) {
        return repositories.tag(request);
    }

    @Override
    public ListTagsForResourceResponse listTagsForResource(ListTagsForResourceRequest request) {
        return repositories.tags(request);
    }

    @Override
    public PutAccountSettingResponse putAccountSetting(PutAccountSettingRequest request) {
        return repositories.putSetting(request);
    }

    @Override
    public GetAccountSettingResponse getAccountSetting(GetAccountSettingRequest request) {
        return repositories.getSetting(request);
    }

    @Override
    public PutRegistryScanningConfigurationResponse putRegistryScanningConfiguration(
            PutRegistryScanningConfigurationRequest request) {
        return scans.putConfiguration(request);
    }

    @Override
    public GetRegistryScanningConfigurationResponse getRegistryScanningConfiguration(
            GetRegistryScanningConfigurationRequest request) {
        return scans.getConfiguration(request);
    }

    @Override
    public BatchGetRepositoryScanningConfigurationResponse batchGetRepositoryScanningConfiguration(
            BatchGetRepositoryScanningConfigurationRequest request) {
        return scans.configurations(request);
    }

    @Override
    public StartImageScanResponse startImageScan(StartImageScanRequest request) {
        return scans.start(request);
    }

    @Override
    public DescribeImageScanFindingsResponse describeImageScanFindings(DescribeImageScanFindingsRequest request) {
        return scans.findings(request);
    }

    @Override
    public GetAuthorizationTokenResponse getAuthorizationToken(GetAuthorizationTokenRequest request) {
        return layers.token();
    }

    @Override
    public BatchCheckLayerAvailabilityResponse batchCheckLayerAvailability(BatchCheckLayerAvailabilityRequest request) {
        return layers.availability(request);
    }

    @Override
    public GetDownloadUrlForLayerResponse getDownloadUrlForLayer(GetDownloadUrlForLayerRequest request) {
        return layers.url(request);
    }

    @Override
    public DescribeImagesResponse describeImages(DescribeImagesRequest request) {
        return images.describe(request);
    }

    @Override
    public ListImagesResponse listImages(ListImagesRequest request) {
        return images.list(request);
    }

    @Override
    public BatchGetImageResponse batchGetImage(BatchGetImageRequest request) {
        return images.get(request);
    }

    @Override
    public PutImageResponse putImage(PutImageRequest request) {
        return images.put(request);
    }

    @Override
    public BatchDeleteImageResponse batchDeleteImage(BatchDeleteImageRequest request) {
        return images.delete(request);
    }

    @Override
    public ListImageReferrersResponse listImageReferrers(ListImageReferrersRequest request) {
        return images.referrers(request);
    }

    @Override
    public DescribeImageSigningStatusResponse describeImageSigningStatus(DescribeImageSigningStatusRequest request) {
        return signing.status(request);
    }

    @Override
    public PutSigningConfigurationResponse putSigningConfiguration(PutSigningConfigurationRequest request) {
        return signing.put(request);
    }

    @Override
    public GetSigningConfigurationResponse getSigningConfiguration(GetSigningConfigurationRequest request) {
        return signing.get();
    }

    @Override
    public DeleteSigningConfigurationResponse deleteSigningConfiguration(DeleteSigningConfigurationRequest request) {
        return signing.delete();
    }

    @Override
    public UpdateImageStorageClassResponse updateImageStorageClass(UpdateImageStorageClassRequest request) {
        return images.storageClass(request);
    }

    @Override
    public PutLifecyclePolicyResponse putLifecyclePolicy(PutLifecyclePolicyRequest request) {
        return lifecycles.put(request);
    }

    @Override
    public GetLifecyclePolicyResponse getLifecyclePolicy(GetLifecyclePolicyRequest request) {
        return lifecycles.get(request);
    }

    @Override
    public DeleteLifecyclePolicyResponse deleteLifecyclePolicy(DeleteLifecyclePolicyRequest request) {
        return lifecycles.delete(request);
    }

    @Override
    public StartLifecyclePolicyPreviewResponse startLifecyclePolicyPreview(StartLifecyclePolicyPreviewRequest request) {
        return lifecycles.startPreview(request);
    }

    @Override
    public GetLifecyclePolicyPreviewResponse getLifecyclePolicyPreview(GetLifecyclePolicyPreviewRequest request) {
        return lifecycles.getPreview(request);
    }
}
