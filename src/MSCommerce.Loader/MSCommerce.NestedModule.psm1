# Nothing to run. The manifest's second nested module is no file: the loader answers for it (src/MSCommerce.Loader). But Test-ModuleManifest,
# which Publish-PSResource asks too, wants to see a file of its name beside the manifest, and this is one that Import-Module does not take for it.
