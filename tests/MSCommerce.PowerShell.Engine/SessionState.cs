using System.Collections.ObjectModel;
using System.IO.Enumeration;

namespace System.Management.Automation
{
    public sealed class SessionState
    {
        public PathIntrinsics Path { get; } = new();

        public PSVariableIntrinsics PSVariable { get; } = new();
    }

    public sealed class PSVariableIntrinsics
    {
        private readonly Dictionary<string, object?> _values = new(StringComparer.OrdinalIgnoreCase);

        internal PSVariableIntrinsics()
        {
        }

        public object? GetValue(string name) => GetValue(name, defaultValue: null);

        public object? GetValue(string name, object? defaultValue) => _values.GetValueOrDefault(name, defaultValue);

        public void Set(string name, object? value) => _values[name] = value;
    }

    /// <summary>Paths of the file system, relative to a location that is not the process's current directory.</summary>
    public sealed class PathIntrinsics
    {
        private readonly ProviderInfo _fileSystem = new("FileSystem");

        internal PathIntrinsics() => CurrentFileSystemLocation = new(Environment.CurrentDirectory, _fileSystem);

        public PathInfo CurrentFileSystemLocation { get; private set; }

        public PathInfo CurrentLocation => CurrentFileSystemLocation;

        public PathInfo SetLocation(string path) => CurrentFileSystemLocation = new(GetUnresolvedProviderPathFromPSPath(path), _fileSystem);

        public PathInfo CurrentProviderLocation(string providerId) => CurrentFileSystemLocation;

        public string GetUnresolvedProviderPathFromPSPath(string path)
        {
            ArgumentNullException.ThrowIfNull(path);
            if (path is "~" || path.StartsWith("~/", StringComparison.Ordinal))
                path = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) + path[1..];
            return IO.Path.GetFullPath(path, CurrentFileSystemLocation.ProviderPath);
        }

        public string GetUnresolvedProviderPathFromPSPath(string path, out ProviderInfo provider, out PSDriveInfo? drive)
        {
            (provider, drive) = (_fileSystem, null);
            return GetUnresolvedProviderPathFromPSPath(path);
        }

        public Collection<string> GetResolvedProviderPathFromPSPath(string path, out ProviderInfo provider)
        {
            provider = _fileSystem;
            var full = GetUnresolvedProviderPathFromPSPath(path);
            if (!WildcardPattern.ContainsWildcardCharacters(path))
                return IO.Path.Exists(full) ? [full] : throw new ItemNotFoundException($"Cannot find path '{full}' because it does not exist.");

            var pattern = new WildcardPattern(IO.Path.GetFileName(full), WildcardOptions.IgnoreCase);
            var entries = new FileSystemEnumerable<string>(IO.Path.GetDirectoryName(full)!, (ref FileSystemEntry entry) => entry.ToFullPath());
            return new([.. entries.Where(entry => pattern.IsMatch(IO.Path.GetFileName(entry))).Order(StringComparer.Ordinal)]);
        }
    }

    public sealed class PathInfo
    {
        internal PathInfo(string path, ProviderInfo provider) => (Path, Provider) = (path, provider);

        public string Path { get; }

        public string ProviderPath => Path;

        public ProviderInfo Provider { get; }

        public override string ToString() => Path;
    }

    public class PSDriveInfo
    {
        internal PSDriveInfo(string name) => Name = name;

        public string Name { get; }
    }

    public class ProviderInfo
    {
        internal ProviderInfo(string name) => Name = name;

        public string Name { get; }
    }
}

namespace System.Management.Automation.Runspaces
{
    public abstract class Runspace : IDisposable
    {
        [ThreadStatic]
        private static Runspace? _default;

        public static Runspace? DefaultRunspace
        {
            get => _default;
            set => _default = value;
        }

        public Guid InstanceId { get; } = Guid.NewGuid();

        public void Dispose()
        {
            Dispose(disposing: true);
            GC.SuppressFinalize(this);
        }

        protected virtual void Dispose(bool disposing)
        {
        }
    }
}
